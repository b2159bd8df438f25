-- An opening entry that bears the number of one open item of the same side is that item.
update intake_fec_opening o
   set item_id = p.item_id
  from intake_fec_prior p
 where p.customer_id = o.customer_id and p.number = o.number and o.number <> '' and sign(p.open_then) = sign(o.amount)
   and abs(o.amount) <= abs(p.open_then)
   and (select count(*) from intake_fec_prior q
         where q.customer_id = p.customer_id and q.number = p.number and sign(q.open_then) = sign(p.open_then)) = 1
   and (select count(*) from intake_fec_opening q
         where q.customer_id = o.customer_id and q.number = o.number and sign(q.amount) = sign(o.amount)) = 1;
