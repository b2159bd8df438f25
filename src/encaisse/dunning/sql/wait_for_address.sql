-- Notes that these payers wait for an address that is taken today, each until the next day on which it is decided again.
update dunning_decision set verdict = 'wait', code = 'address_taken', until_on = waiting.until_on, decided_on = %(on)s
from unnest(%(payer_ids)s::bigint[], %(days)s::date[]) as waiting (payer_id, until_on)
where customer_id = waiting.payer_id
