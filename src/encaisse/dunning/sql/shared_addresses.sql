-- One row per message or call of today whose contact address another action of today, anywhere in the organisation, shares; what has
-- left weighs most. A reminder by e-mail of a creditor that chose « relance commune » may join another one's message (levels 0 to 3);
-- calls that ring at one number are one call, whenever each was planned.
with today as (
  select
    action.id, action.customer_id, action.channel, action.state, action.net_amount, action.decided_on, reach.address_digest,
    joint.creditor_id is not null and action.channel = 'email' and action.level <= 3 and action.state in ('to_approve', 'approved') as is_joint
  from dunning_planned_action action
  left join dunning_joint_creditor joint on joint.creditor_id = action.creditor_id
  join lateral (
    select found.address_digest
    from customers_reach found
    where found.customer_id = action.customer_id
      and found.channel = any(case action.channel when 'call' then array['phone', 'mobile'] else array[action.channel] end)
    -- A call rings at the fixed line first, as the day's list does.
    order by found.channel = 'mobile', coalesce(found.back_on > %(on)s, false), found.place
    limit 1
  ) reach on true
  where action.channel in ('email', 'sms', 'fax', 'call')
    and (
      action.decided_on = %(on)s and action.state in ('to_approve', 'approved', 'sending', 'sent')
      -- A draft of another morning that still waits goes on sharing its message.
      or joint.creditor_id is not null and action.channel = 'email' and action.level <= 3 and action.state in ('to_approve', 'approved')
      -- So does a call of another morning that is still to be made.
      or action.channel = 'call' and action.state = 'approved'
    )
),
counted as (
  select today.*, count(*) over (partition by address_digest) as sharers from today
)
select id, customer_id, channel, state, decided_on, is_joint, channel = 'call' and state = 'approved' as is_to_call, encode(address_digest, 'hex') as address,
  net_amount + case when state in ('sending', 'sent') then 1e15 else 0 end as weight
from counted where sharers > 1
