-- One row = one item of the source that is open before the import.
create unlogged table intake_known_open as
select i.customer_id, i.id as item_id, i.open_amount
  from ledger_open_item i
  join ledger_document d on d.customer_id = i.customer_id and d.id = i.document_id
 where d.source_id = %(source_id)s and i.open_amount <> 0;
