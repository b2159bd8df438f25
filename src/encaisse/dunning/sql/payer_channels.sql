-- One row per payer asked: the kinds of healthy addresses to which nobody objected, and the portal it wants, unless that is left aside;
-- `changes_on`: the day its portal is taken up again.
with reached as (
  select address.customer_id, address.channel, null::date as changes_on
  from customers_address address
  join customers_contact contact on contact.id = address.contact_id and contact.left_on is null
  where address.customer_id = any(%(payer_ids)s) and address.health <> 'dead' and address.objected_at is null
  union all
  select portal.customer_id, case when portal.aside_until >= %(on)s::date then null else 'portal' end,
    case when portal.aside_until >= %(on)s::date then portal.aside_until + 1 end
  from customers_portal portal
  where portal.customer_id = any(%(payer_ids)s) and portal.ended_on is null
)
select
  customer_id as payer_id, coalesce(array_agg(distinct channel) filter (where channel is not null), array[]::text[]) as channels,
  min(changes_on) as changes_on
from reached
group by customer_id
