-- One row per contact of the last 30 days with the person behind each payer asked, whoever in the organisation made it; a joint
-- message is one contact, however many creditors it speaks for, and so is a common call: its facts, one for each of its customers,
-- bear one instant.
select distinct on (payer_id, happened_at, channel, contact, direction, result)
  payer_id, (happened_at at time zone %(timezone)s)::date as day, channel, direction, is_contact, result
from (
  select payer.id as payer_id, event.happened_at, event.channel, event.direction, event.is_contact, event.result,
    case
      when event.message_id is not null then event.message_id
      when event.channel <> 'call' then -event.id
      else row_number() over (
        partition by payer.id, event.happened_at, event.channel, event.direction, event.result, event.message_id, event.customer_id
        order by event.id
      )
    end as contact
  from customers_customer payer
  join messages_contact_event event on event.party_id = payer.party_id
  where payer.id = any(%(payer_ids)s)
    and event.happened_at >= (%(on)s::date - 30)::timestamp at time zone %(timezone)s
    and event.happened_at < (%(on)s::date + 1)::timestamp at time zone %(timezone)s
) told
order by payer_id, happened_at, channel, contact, direction, result
