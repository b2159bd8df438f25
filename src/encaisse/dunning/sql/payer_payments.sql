-- One row per payment received from the payers asked since a day (their promises and last message may look that far back), with the items
-- it is allocated to and how much of it, as parallel arrays.
with promised as (
  -- A promise stays judged on all the money the account received since it was made, however long ago.
  select customer.payer_id, min(promise.promised_on) as since
  from customers_customer customer
  join commitments_promise promise on promise.customer_id = customer.id
  where customer.payer_id = any(%(payer_ids)s) and promise.withdrawn_on is null and promise.replaced_by_id is null
    and promise.promised_for >= %(on)s::date - 180
  group by customer.payer_id
)
select
  customer.payer_id, document.issued_on, -item.amount as amount, item.currency, -item.open_amount as unallocated_amount, document.recorded_at,
  named.item_ids, named.item_amounts
from customers_customer customer
left join promised on promised.payer_id = customer.payer_id
join ledger_document document
  on document.customer_id = customer.id and document.kind = 'payment'
 and document.issued_on between least(%(since)s::date, promised.since) and %(on)s
join ledger_open_item item on item.customer_id = document.customer_id and item.document_id = document.id and item.amount < 0
cross join lateral (
  select array_agg(part.debit_id order by part.debit_id) as item_ids, array_agg(part.amount order by part.debit_id) as item_amounts
  from (
    select allocation.debit_id, sum(allocation.amount) as amount from ledger_allocation allocation
    where allocation.customer_id = item.customer_id and allocation.credit_id = item.id
    group by allocation.debit_id having sum(allocation.amount) <> 0
  ) part
) named
where customer.payer_id = any(%(payer_ids)s)
  and not exists (
    select 1 from ledger_returned_payment returned where returned.customer_id = item.customer_id and returned.credit_id = item.id
  )
order by customer.payer_id, document.issued_on, item.id
