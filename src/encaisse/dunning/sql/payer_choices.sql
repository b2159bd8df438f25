-- One row per payer asked whose covering credits a person looked at: when.
select signal.customer_id as payer_id, max((signal.done_at at time zone %(timezone)s)::date) as credits_choice_on
from dunning_signal signal
where signal.customer_id = any(%(payer_ids)s) and signal.kind = 'allocate_credits' and signal.done_at is not null
group by signal.customer_id
