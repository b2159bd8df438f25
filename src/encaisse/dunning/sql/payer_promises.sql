-- One row per promise in force and item it names (item empty when it names none), of the payers asked. What a later promise says of an item
-- takes the place of what it said.
select
  customer.payer_id, promise.id as promise_id, promise.amount - coalesce((
    select sum(taken.amount) from commitments_promise_item taken
    where taken.customer_id = promise.customer_id and taken.promise_id = promise.id and taken.replaced_by_id is not null
  ), 0) as amount, promise.recorded_at, promise.promised_on, promise.promised_for, promise.currency,
  named.item_id, named.amount as item_amount, called.planned_since as call_planned_on, told.ended_on as breach_told_on
from customers_customer customer
join commitments_promise promise
  on promise.customer_id = customer.id and promise.withdrawn_on is null and promise.replaced_by_id is null
 and promise.promised_for >= %(on)s::date - 180 and promise.promised_on <= %(on)s
left join commitments_promise_item named on named.customer_id = promise.customer_id and named.promise_id = promise.id
 and named.replaced_by_id is null
left join lateral (
  select min(action.planned_since) as planned_since from dunning_planned_action action
  where action.customer_id = customer.payer_id and action.subject_id = promise.id and action.step_key = 'promise.call'
) called on true
left join lateral (
  select max(action.ended_on) as ended_on from dunning_planned_action action
  where action.customer_id = customer.payer_id and action.subject_id = promise.id
    and action.step_key in ('promise.call', 'promise.notice')
    and (action.state = 'sent' or (action.state = 'done' and action.result = 'reached'))
) told on true
where customer.payer_id = any(%(payer_ids)s)
order by customer.payer_id, promise.promised_for, promise.id, named.id
