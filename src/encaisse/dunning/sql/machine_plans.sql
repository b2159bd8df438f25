-- One row per accepted plan of the payers asked, with its items and its instalments as parallel arrays.
select
  customer.payer_id, plan.id as plan_id, (plan.accepted_at at time zone %(timezone)s)::date as accepted_on, plan.broken_on,
  (select array_agg(part.item_id order by part.item_id) from commitments_plan_item part where part.plan_id = plan.id) as item_ids,
  (select array_agg(part.amount order by part.item_id) from commitments_plan_item part where part.plan_id = plan.id) as item_amounts,
  (select array_agg(i.due_date order by i.due_date, i.position) from commitments_instalment i where i.plan_id = plan.id) as due_dates,
  (select array_agg(i.amount order by i.due_date, i.position) from commitments_instalment i where i.plan_id = plan.id) as amounts
from customers_customer customer
join commitments_plan plan on plan.customer_id = customer.id and plan.accepted_at is not null
where customer.payer_id = any(%(payer_ids)s) and (plan.accepted_at at time zone %(timezone)s)::date <= %(last)s
order by plan.id
