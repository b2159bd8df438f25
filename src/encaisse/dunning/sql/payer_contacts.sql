-- One row per contact of the last 30 days (a reply: however long ago, a step may ask whether one came) that matters to each payer asked:
-- with the account (`is_own`: the payer, or one it pays for), with the person behind it or at an address of theirs, whoever in the
-- organisation made it. A joint message is one contact, however many creditors it speaks for, and so is a common call: its facts, one
-- for each of its customers, bear one instant.
with since as (
  select (%(on)s::date - 30)::timestamp at time zone %(timezone)s as from_at, (%(on)s::date + 1)::timestamp at time zone %(timezone)s as to_at
),
known as (
  select member.payer_id, event.id as event_id, true as is_own
  from since, customers_customer member
  join messages_contact_event event on event.customer_id = member.id
  where member.payer_id = any(%(payer_ids)s)
    and (event.happened_at >= since.from_at or event.direction = 'in') and event.happened_at < since.to_at
  union all
  select payer.id, event.id, false
  from since, customers_customer payer
  join messages_contact_event event on event.party_id = payer.party_id
  where payer.id = any(%(payer_ids)s) and event.happened_at >= since.from_at and event.happened_at < since.to_at
  union all
  select address.customer_id, event.id, false
  from since, customers_address address
  join messages_contact_event event on event.address_digest = address.address_digest
  where address.customer_id = any(%(payer_ids)s) and address.health <> 'dead'
    and event.happened_at >= since.from_at and event.happened_at < since.to_at
),
told as (
  select
    known.payer_id, known.is_own, event.happened_at, event.channel, event.direction, event.is_contact, event.result,
    case
      when event.message_id is not null then event.message_id
      when event.channel <> 'call' then -event.id
      else row_number() over (
        partition by known.payer_id, event.happened_at, event.channel, event.direction, event.result, event.message_id, event.customer_id
        order by event.id
      )
    end as contact
  from (select payer_id, event_id, bool_or(is_own) as is_own from known group by payer_id, event_id) known
  join messages_contact_event event on event.id = known.event_id
)
select
  payer_id, (happened_at at time zone %(timezone)s)::date as day, channel, direction, is_contact, result, bool_or(is_own) as is_own
from told
group by payer_id, happened_at, channel, contact, direction, is_contact, result
order by payer_id, happened_at
