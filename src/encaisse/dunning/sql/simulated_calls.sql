-- One row per payer a simulation would call, or whose call is still to be made, with the number it would ring at.
with ringing as (
  select unnest(%(payer_ids)s::bigint[]) as payer_id
  union
  select action.customer_id from dunning_planned_action action where action.channel = 'call' and action.state = 'approved'
)
select customer.id as payer_id, customer.creditor_id, customer.name, encode(reach.address_digest, 'hex') as address
from ringing
join customers_customer customer on customer.id = ringing.payer_id
join lateral (
  select found.address_digest
  from customers_reach found
  where found.customer_id = customer.id and found.channel in ('phone', 'mobile')
  order by found.channel = 'mobile', coalesce(found.back_on > %(on)s, false), found.place
  limit 1
) reach on true
order by customer.name, customer.id
