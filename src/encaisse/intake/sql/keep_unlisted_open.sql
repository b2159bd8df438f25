-- Rows of the situation could not be read: what it does not list may stand in them, so it stays open.
insert into intake_receivable (batch_id, row_no, customer_id, source_key, part_no, open_amount)
select %(batch_id)s, -i.id, i.customer_id, d.source_key, i.part_no, i.open_amount
  from ledger_open_item i
  join ledger_document d on d.customer_id = i.customer_id and d.id = i.document_id and d.source_id = %(source_id)s
 where i.open_amount <> 0
   and not exists (select from intake_receivable r
                    where r.customer_id = i.customer_id and r.source_key = d.source_key and r.part_no = i.part_no);
