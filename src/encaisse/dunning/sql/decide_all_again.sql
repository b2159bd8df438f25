-- Makes the next run decide about every payer of a creditor again.
update dunning_decision set until_on = least(until_on, %(on)s) where creditor_id = %(creditor_id)s
