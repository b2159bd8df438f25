-- Opening entries that restate, in other amounts, what is already open are not added again.
delete from intake_receivable r
 using intake_fec_opening o
  join intake_fec_rest t on t.customer_id = o.customer_id and t.items > 0
 where r.row_no = o.row_no and o.item_id is null;
