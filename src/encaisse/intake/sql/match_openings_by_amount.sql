-- Opening entries and open items of one customer with equal amounts are each other, the oldest first.
with openings as (
    select row_no, customer_id, amount, row_number() over (partition by customer_id, amount order by issued_on, row_no) as place
      from intake_fec_opening where item_id is null),
items as (
    select item_id, customer_id, open_then, row_number() over (partition by customer_id, open_then order by issued_on, item_id) as place
      from intake_fec_prior p
     where not exists (select from intake_fec_opening o where o.item_id = p.item_id))
update intake_fec_opening o
   set item_id = i.item_id
  from openings n
  join items i on i.customer_id = n.customer_id and i.open_then = n.amount and i.place = n.place
 where o.row_no = n.row_no;
