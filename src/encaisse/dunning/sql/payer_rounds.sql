-- One row per item of the payers asked of which a payment came back: its opening number, one more for each.
select undone.debit_id as item_id, count(distinct undone.credit_id) as round
from customers_customer customer
join ledger_returned_payment returned on returned.customer_id = customer.id
join ledger_allocation undone
  on undone.customer_id = returned.customer_id and undone.credit_id = returned.credit_id
 and undone.reverses_id is not null and undone.reason = %(reason)s
where customer.payer_id = any(%(payer_ids)s)
group by undone.customer_id, undone.debit_id
