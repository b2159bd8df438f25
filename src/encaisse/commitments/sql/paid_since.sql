-- One row per promise: the money received from its payer since the day it was made (payments of the payer and of those it pays
-- for, in the promise's currency, not returned), less what was allocated to items the promise does not name, or names no more since a later
-- promise does. Money of its very day counts unless it was known before the promise was noted: it was made about the rest.
with asked as (
  select promise.id, promise.currency, promise.promised_on, promise.recorded_at, promise.customer_id, customer.payer_id
  from commitments_promise promise
  join customers_customer customer on customer.id = promise.customer_id
  where promise.id = any(%(promise_ids)s)
),
received as (
  select asked.id as promise_id, item.id as credit_id, item.customer_id, -item.amount as amount
  from asked
  join customers_customer member on member.payer_id = asked.payer_id
  join ledger_document document
    on document.customer_id = member.id and document.kind = 'payment' and document.currency = asked.currency
   and (document.issued_on > asked.promised_on or document.issued_on = asked.promised_on and document.recorded_at > asked.recorded_at)
  join ledger_open_item item on item.customer_id = document.customer_id and item.document_id = document.id
  where not exists (
    select 1 from ledger_returned_payment returned where returned.customer_id = item.customer_id and returned.credit_id = item.id
  )
),
elsewhere as (
  select received.promise_id, sum(allocation.amount) as amount
  from received
  join ledger_allocation allocation on allocation.customer_id = received.customer_id and allocation.credit_id = received.credit_id
  where exists (select 1 from commitments_promise_item named where named.promise_id = received.promise_id and named.replaced_by_id is null)
    and not exists (
      select 1 from commitments_promise_item named
      where named.promise_id = received.promise_id and named.item_id = allocation.debit_id and named.replaced_by_id is null
    )
  group by received.promise_id
)
select received.promise_id, sum(received.amount) - coalesce(max(elsewhere.amount), 0) as paid_amount
from received
left join elsewhere on elsewhere.promise_id = received.promise_id
group by received.promise_id
