-- One row = one customer whose opening entries left over meet items left over, or whose matched items changed: what differs.
create unlogged table intake_fec_rest as
select customer_id, sum(opening) as opening, sum(ledger) as ledger, sum(entries) as entries, sum(items) as items,
       count(distinct group_key) as letters, min(group_key) as group_key
  from (select customer_id, amount as opening, 0::numeric as ledger, 1 as entries, 0 as items, group_key
          from intake_fec_opening where item_id is null
        union all
        select p.customer_id, 0, p.open_then, 0, 1, null
          from intake_fec_prior p where not exists (select from intake_fec_opening o where o.item_id = p.item_id)
        union all
        select p.customer_id, o.amount, p.open_then, 0, 0, null
          from intake_fec_opening o join intake_fec_prior p using (item_id) where o.amount <> p.open_then) both_sides
 group by customer_id
having (sum(items) > 0 and (sum(entries) > 0 or not exists (select from intake_receivable where kind = 'opening' and doubt = 'collective')))
    or sum(opening) filter (where entries = 0) <> sum(ledger) filter (where entries = 0);
