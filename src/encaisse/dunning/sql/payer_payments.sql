-- One row per payment received from the payers asked since a day (their promises and last message may look that far back).
select
  customer.payer_id, document.issued_on, -item.amount as amount, item.currency, -item.open_amount as unallocated_amount,
  (
    select array_agg(distinct allocation.debit_id) from ledger_allocation allocation
    where allocation.customer_id = item.customer_id and allocation.credit_id = item.id
  ) as item_ids
from customers_customer customer
join ledger_document document
  on document.customer_id = customer.id and document.kind = 'payment' and document.issued_on between %(since)s and %(on)s
join ledger_open_item item on item.customer_id = document.customer_id and item.document_id = document.id and item.amount < 0
where customer.payer_id = any(%(payer_ids)s)
  and not exists (
    select 1 from ledger_returned_payment returned where returned.customer_id = item.customer_id and returned.credit_id = item.id
  )
order by customer.payer_id, document.issued_on, item.id
