-- One row per payer a simulation would remind by e-mail, of a creditor that chose « relance commune », with its address; and those of the
-- other creditors whose reminder waits already.
with asked as (
  select * from unnest(%(payer_ids)s::bigint[], %(weights)s::numeric[]) as asked (payer_id, weight)
),
speaking as (
  select customer.id as payer_id, customer.creditor_id, asked.weight from asked join customers_customer customer on customer.id = asked.payer_id
  union all
  select action.customer_id, action.creditor_id, action.net_amount
  from dunning_planned_action action
  join dunning_joint_creditor other on other.creditor_id = action.creditor_id
  where action.state in ('to_approve', 'approved') and action.channel = 'email' and action.level <= 3
    and action.creditor_id not in (select customer.creditor_id from asked join customers_customer customer on customer.id = asked.payer_id)
)
select speaking.payer_id, speaking.creditor_id, speaking.weight, encode(reach.address_digest, 'hex') as address
from speaking
join dunning_joint_creditor joint on joint.creditor_id = speaking.creditor_id
join lateral (
  select found.address_digest
  from customers_reach found
  where found.customer_id = speaking.payer_id and found.channel = 'email'
  order by coalesce(found.back_on > %(on)s, false), found.place
  limit 1
) reach on true
