-- One row per contact of the last 30 days with the person behind each payer asked, whoever in the organisation made it; a joint
-- message is one contact, however many creditors it speaks for.
select distinct on (payer.id, event.happened_at, coalesce(event.message_id, -event.id), event.direction, event.result)
  payer.id as payer_id, (event.happened_at at time zone %(timezone)s)::date as day, event.channel, event.direction,
  event.is_contact, event.result
from customers_customer payer
join messages_contact_event event on event.party_id = payer.party_id
where payer.id = any(%(payer_ids)s)
  and event.happened_at >= (%(on)s::date - 30)::timestamp at time zone %(timezone)s
  and event.happened_at < (%(on)s::date + 1)::timestamp at time zone %(timezone)s
order by payer.id, event.happened_at, coalesce(event.message_id, -event.id), event.direction, event.result
