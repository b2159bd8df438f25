-- One row = one item of the source from before the opening day, still open on that day, that no row of the file names by its key.
create unlogged table intake_fec_prior as
select d.customer_id, d.source_key, d.kind, d.number, d.issued_on, d.title, i.id as item_id, i.part_no, i.due_date, i.due_date_source,
       i.amount - coalesce(a.allocated, 0) as open_then, null::bigint as carried_by, null::text as group_key
  from ledger_document d
  join ledger_open_item i on i.customer_id = d.customer_id and i.document_id = d.id
  left join lateral (
       select sum(case when i.amount > 0 then a.amount else -a.amount end) as allocated
         from ledger_allocation a
        where a.customer_id = i.customer_id and a.allocated_on < %(opening_day)s
          and ((i.amount > 0 and a.debit_id = i.id) or (i.amount < 0 and a.credit_id = i.id))) a on true
 where d.source_id = %(source_id)s and d.issued_on < %(opening_day)s
   and i.amount - coalesce(a.allocated, 0) <> 0
   and not exists (select from intake_receivable r where r.customer_id = d.customer_id and r.source_key = d.source_key);
