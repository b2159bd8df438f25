-- One row = one opening entry of the file that is no document of the source yet.
create unlogged table intake_fec_opening as
select r.row_no, r.customer_id, r.number, r.issued_on, r.amount, r.group_key, null::bigint as item_id
  from intake_receivable r
 where r.kind = 'opening'
   and not exists (select from ledger_document d
                    where d.customer_id = r.customer_id and d.source_id = %(source_id)s and d.source_key = r.source_key);
