-- One row per accepted plan of the payers asked, with its items and its instalments as parallel arrays. Its notice is the last one that
-- left and did not come back, presented as the post says; done, the task of its acceleration ends it as a person would. What was paid of it is
-- what was allocated to its items since it was drawn up on what they still owed, whatever the day the money bears; an allocation of before
-- that is undone later takes nothing back from it.
select
  customer.payer_id, plan.id as plan_id, coalesce(plan.noticed_on, notice.sent_on) as noticed_on, notice.presented_on,
  coalesce(plan.broken_on, (
    select min(action.ended_on) from dunning_planned_action action
    where action.customer_id = customer.payer_id and action.subject_id = plan.id and action.step_key = 'plan.acceleration' and action.state = 'done'
  )) as broken_on, (plan.accepted_at at time zone %(timezone)s)::date as accepted_on,
  (select array_agg(part.item_id order by part.item_id) from commitments_plan_item part where part.plan_id = plan.id) as item_ids,
  (select array_agg(part.amount order by part.item_id) from commitments_plan_item part where part.plan_id = plan.id) as item_amounts,
  (select array_agg(i.due_date order by i.due_date, i.position) from commitments_instalment i where i.plan_id = plan.id) as due_dates,
  (select array_agg(i.amount order by i.due_date, i.position) from commitments_instalment i where i.plan_id = plan.id) as amounts,
  (
    select coalesce(sum(allocation.amount), 0)
    from commitments_plan_item part
    join ledger_allocation allocation on allocation.customer_id = part.customer_id and allocation.debit_id = part.item_id
    left join ledger_allocation undone on undone.customer_id = allocation.customer_id and undone.id = allocation.reverses_id
    where part.plan_id = plan.id and coalesce(undone.recorded_at, allocation.recorded_at) > plan.recorded_at
  ) as paid_amount,
  (
    select max(action.ended_on) from dunning_planned_action action
    where action.customer_id = customer.payer_id and action.subject_id = plan.id and action.step_key = 'plan.call'
      and action.state in ('done', 'not_done')
  ) as call_done_on
from customers_customer customer
join commitments_plan plan on plan.customer_id = customer.id and plan.state in ('accepted', 'broken')
left join lateral (
  select action.ended_on as sent_on, (
    select min(fact.happened_on) from dunning_letter_fact fact
    where fact.planned_action_id = action.id and fact.stands and fact.outcome in ('presented', 'delivered', 'refused', 'unclaimed')
  ) as presented_on
  from dunning_planned_action action
  where action.customer_id = customer.payer_id and action.subject_id = plan.id and action.step_key = 'plan.notice' and action.state = 'sent'
  order by action.id desc
  limit 1
) notice on true
where customer.payer_id = any(%(payer_ids)s)
