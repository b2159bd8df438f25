-- One row per payer asked with settled invoices: the share of them (0 to 1) settled after their due date.
select customer.payer_id, avg((settled.last_on > item.due_date)::int) as late_rate
from customers_customer customer
join ledger_open_item item on item.customer_id = customer.id and item.amount > 0 and item.open_amount = 0
cross join lateral (
  select max(allocation.allocated_on) as last_on
  from ledger_allocation allocation
  where allocation.customer_id = item.customer_id and allocation.debit_id = item.id and allocation.reverses_id is null
) settled
where customer.payer_id = any(%(payer_ids)s) and settled.last_on is not null
group by customer.payer_id
