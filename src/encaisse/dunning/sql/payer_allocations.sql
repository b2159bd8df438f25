-- One row per allocation since a day of the payers asked that have an open credit: what it took off a debit and off a credit, and since when
-- each of them stood. An undone one is a negative row.
select
  customer.payer_id, allocation.allocated_on, allocation.amount, debit.currency, debit.due_date as debit_due_on, credit.due_date as credit_on
from customers_customer customer
join ledger_allocation allocation on allocation.customer_id = customer.id and allocation.allocated_on between %(since)s and %(on)s
join ledger_open_item debit on debit.customer_id = customer.id and debit.id = allocation.debit_id
join ledger_open_item credit on credit.customer_id = customer.id and credit.id = allocation.credit_id
where customer.payer_id = any(%(payer_ids)s) and exists (
  select from customers_customer member
  join ledger_open_item open_credit on open_credit.customer_id = member.id and open_credit.open_amount < 0
  where member.payer_id = customer.payer_id
)
order by customer.payer_id, allocation.allocated_on, allocation.id
