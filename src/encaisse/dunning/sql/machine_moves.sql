-- One row per allocation of the payers asked until a day, reversals included.
select allocation.debit_id, allocation.credit_id, allocation.amount, allocation.allocated_on, allocation.recorded_at
from customers_customer customer
join ledger_allocation allocation on allocation.customer_id = customer.id
where customer.payer_id = any(%(payer_ids)s) and allocation.allocated_on <= %(last)s
order by allocation.allocated_on, allocation.id
