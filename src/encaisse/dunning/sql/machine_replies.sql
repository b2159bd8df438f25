-- One row per day on which the person behind a payer asked wrote or called.
select distinct payer.id as payer_id, (event.happened_at at time zone %(timezone)s)::date as day
from customers_customer payer
join messages_contact_event event on event.party_id = payer.party_id and event.direction = 'in'
where payer.id = any(%(payer_ids)s)
order by 1, 2
