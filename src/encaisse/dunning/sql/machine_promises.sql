-- One row per promise and item it names (item empty when it names none) of the payers asked, with the day it was withdrawn or replaced; of one
-- replaced in part, what is left of it.
select
  customer.payer_id, promise.id as promise_id, promise.amount - case when promise.replaced_by_id is null then coalesce((
    select sum(taken.amount) from commitments_promise_item taken
    where taken.customer_id = promise.customer_id and taken.promise_id = promise.id and taken.replaced_by_id is not null
  ), 0) else 0 end as amount, promise.currency, promise.promised_on, promise.promised_for,
  promise.recorded_at, least(promise.withdrawn_on, later.promised_on) as gone_on, named.item_id, named.amount as item_amount
from customers_customer customer
join commitments_promise promise on promise.customer_id = customer.id
left join commitments_promise later on later.customer_id = promise.customer_id and later.id = promise.replaced_by_id
left join commitments_promise_item named on named.customer_id = promise.customer_id and named.promise_id = promise.id
 and (named.replaced_by_id is null or promise.replaced_by_id is not null)
where customer.payer_id = any(%(payer_ids)s) and promise.promised_on <= %(last)s
order by customer.payer_id, promise.promised_for, promise.id, named.item_id
