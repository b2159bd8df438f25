-- One row per payer asked: the kinds of healthy addresses to which nobody objected (« sms »: a mobile that takes SMS, whatever it says of
-- calls), and the portal it wants, unless that is left aside;
-- who is away of those e-mails would go to first; `changes_on`: the next day one of this changes by itself (a portal taken up again, a
-- contact back).
with reached as (
  select
    reach.customer_id, reach.channel, case when reach.back_on > %(on)s::date then reach.back_on end as changes_on,
    case when reach.channel = 'email' then reach.place end as place,
    coalesce(nullif(btrim(reach.first_name || ' ' || reach.name), ''), reach.address) as name, reach.away_noted_on
  from customers_reach reach
  where reach.customer_id = any(%(payer_ids)s)
  union all
  select
    portal.customer_id, case when portal.aside_until >= %(on)s::date then null else 'portal' end,
    case when portal.aside_until >= %(on)s::date then portal.aside_until + 1 end, null, null, null
  from customers_portal portal
  where portal.customer_id = any(%(payer_ids)s) and portal.ended_on is null
)
select
  customer_id as payer_id, coalesce(array_agg(distinct channel) filter (where channel is not null), array[]::text[]) as channels,
  min(changes_on) as changes_on,
  max(name) filter (where place = 1 and changes_on is not null) as away_name,
  max(away_noted_on) filter (where place = 1 and changes_on is not null) as away_noted_on,
  max(changes_on) filter (where place = 1) as away_back_on,
  coalesce(bool_or(channel = 'email' and changes_on is null), false) as has_another
from reached
group by customer_id
