-- One row per payment received from the payers asked since a day (their promises and last message may look that far back).
select
  customer.payer_id, document.issued_on, -item.amount as amount, item.currency, -item.open_amount as unallocated_amount,
  (
    select array_agg(distinct allocation.debit_id) from ledger_allocation allocation
    where allocation.customer_id = item.customer_id and allocation.credit_id = item.id
  ) as item_ids
from customers_customer customer
cross join lateral (
  -- A promise stays judged on all the money received since it was made, however long ago.
  select least(%(since)s::date, min(promise.promised_on)) as since from commitments_promise promise
  where promise.customer_id = customer.id and promise.withdrawn_on is null and promise.replaced_by_id is null
    and promise.promised_for >= %(on)s::date - 180
) back
join ledger_document document
  on document.customer_id = customer.id and document.kind = 'payment' and document.issued_on between back.since and %(on)s
join ledger_open_item item on item.customer_id = document.customer_id and item.document_id = document.id and item.amount < 0
where customer.payer_id = any(%(payer_ids)s)
  and not exists (
    select 1 from ledger_returned_payment returned where returned.customer_id = item.customer_id and returned.credit_id = item.id
  )
order by customer.payer_id, document.issued_on, item.id
