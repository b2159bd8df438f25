-- What the opening balance of a customer says more or less than the ledger is one item, to qualify: the books and the ledger agree again.
insert into intake_receivable (batch_id, row_no, customer_id, kind, number, title, issued_on, currency, gross_amount, order_reference, doubt,
                               source_key, part_no, due_date, due_date_source, amount, group_key)
select %(import_id)s, -t.customer_id - (1::bigint << 40), t.customer_id, 'opening', '', '', %(opening_day)s, %(currency)s, t.opening - t.ledger, '',
       case when t.opening > t.ledger then 'carried_forward' else '' end,
       'opening|' || to_char(%(opening_day)s::date, 'YYYYMMDD'), 1, %(opening_day)s, 'default', t.opening - t.ledger,
       case when t.entries = 0 and t.items > 0 and t.opening = 0 then 'settled before ' || %(opening_day)s::text end
  from intake_fec_rest t
 where t.opening <> t.ledger;
