-- One row: the opening entries that are last year's items.
select count(*) as count, coalesce(sum(o.amount), 0) as amount
  from intake_fec_opening o
  left join intake_fec_rest t using (customer_id)
 where o.item_id is not null or t.items > 0;
