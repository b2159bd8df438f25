-- One row per message or call of today whose contact address another action of today, anywhere in the organisation, shares; what has
-- left weighs most.
with today as (
  select action.id, action.customer_id, action.channel, action.state, action.net_amount, reach.address_digest
  from dunning_planned_action action
  join lateral (
    select address.address_digest
    from customers_contact contact
    join customers_address address on address.contact_id = contact.id and address.customer_id = contact.customer_id
    where contact.customer_id = action.customer_id and contact.left_on is null and address.health <> 'dead' and address.objected_at is null
      and address.channel = any(case action.channel when 'email' then array['email'] when 'sms' then array['mobile'] else array['phone', 'mobile'] end)
    order by coalesce(contact.back_on > %(on)s, false), contact.is_main desc, contact.duty = 'accounts_payable' desc, address.id
    limit 1
  ) reach on true
  where action.decided_on = %(on)s and action.channel in ('email', 'sms', 'call') and action.state in ('to_approve', 'approved', 'sending', 'sent')
),
counted as (
  select today.*, count(*) over (partition by address_digest) as sharers from today
)
select id, customer_id, channel, state, encode(address_digest, 'hex') as address,
  net_amount + case when state in ('sending', 'sent') then 1e15 else 0 end as weight
from counted where sharers > 1
