-- One row per change of a due date of the payers asked, in order.
select change.item_id, change.from_date, change.to_date, change.changed_on, change.recorded_at
from customers_customer customer
join ledger_due_date_change change on change.customer_id = customer.id
where customer.payer_id = any(%(payer_ids)s)
order by change.item_id, change.changed_on, change.id
