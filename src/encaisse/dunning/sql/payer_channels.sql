-- One row per payer asked: the kinds of healthy addresses to which nobody objected (« sms »: a mobile that takes SMS, whatever it says of
-- calls), and the portal it wants, unless that is left aside;
-- who is away of those e-mails would go to first; `changes_on`: the next day one of this changes by itself (a portal taken up again, a
-- contact back).
with reached as (
  select
    address.customer_id, used.channel, contact.id as contact_id,
    case when contact.back_on > %(on)s::date then contact.back_on end as changes_on,
    case when used.channel = 'email' then row_number() over (
      partition by address.customer_id, used.channel
      order by contact.is_main desc, contact.duty = 'accounts_payable' desc, address.health = 'good' desc, address.id
    ) end as place,
    coalesce(nullif(btrim(contact.first_name || ' ' || contact.name), ''), address.address) as name, contact.away_noted_on
  from customers_address address
  join customers_contact contact on contact.id = address.contact_id and contact.left_on is null
  cross join lateral (
    select address.channel where address.objected_at is null
    union all
    select 'sms' where address.channel = 'mobile' and address.sms_objected_at is null
  ) as used (channel)
  where address.customer_id = any(%(payer_ids)s) and address.health <> 'dead'
  union all
  select
    portal.customer_id, case when portal.aside_until >= %(on)s::date then null else 'portal' end, null,
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
