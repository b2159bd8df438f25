-- Notes that these payers wait for an address that is taken today.
update dunning_decision set verdict = 'wait', code = 'address_taken', until_on = %(until)s, decided_on = %(on)s
where customer_id = any(%(payer_ids)s)
