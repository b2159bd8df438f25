-- Last year's items that the opening entries restate in one letter (or none at all, when nothing was carried) bear that letter.
insert into intake_receivable (batch_id, row_no, customer_id, kind, number, title, issued_on, currency, gross_amount, order_reference, doubt,
                               source_key, part_no, due_date, due_date_source, amount, group_key)
select %(import_id)s, -p.item_id, p.customer_id, p.kind, p.number, p.title, p.issued_on, %(currency)s, p.open_then, '', '',
       p.source_key, p.part_no, p.due_date, p.due_date_source, p.open_then,
       case when t.entries = 0 then 'settled before ' || %(opening_day)s::text else t.group_key end
  from intake_fec_prior p
  join intake_fec_rest t using (customer_id)
 where not exists (select from intake_fec_opening o where o.item_id = p.item_id)
   and (t.entries = 0 or (t.letters = 1 and t.opening = t.ledger));
