-- One row per closing period of the payers asked that is not over.
select period.customer_id as payer_id, period.from_on, period.to_on
from creditors_quiet_period period
where period.customer_id = any(%(payer_ids)s) and period.to_on >= %(on)s::date - 14
order by period.customer_id, period.from_on
