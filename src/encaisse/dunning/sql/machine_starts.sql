-- One row per item of the payers asked that had a past on the first day: the last step ended before it, and what was set at go-live.
select
  item.id as item_id, last.step_key, last.scenario_id, last.reached, last.ended_on, last.how, coalesce(last.delivered, false) as delivered,
  case when progress.presented_on < %(first)s then progress.presented_on end as presented_on, progress.notice_delay_days,
  case when %(went_live)s then progress.fixed_start end as fixed_start
from customers_customer customer
join dunning_item_progress progress on progress.customer_id = customer.id
join ledger_open_item item on item.customer_id = progress.customer_id and item.id = progress.item_id
left join lateral (
  select step.step_key, step.scenario_id, step.ended_on, step.how,
    max(step.level) filter (where step.how in ('done', 'replaced', 'already_reached')) over (partition by step.round) as reached,
    bool_or(step.how = 'done' and action.result <> 'bounced' and action.channel in ('email', 'sms', 'letter', 'registered_letter', 'fax', 'portal'))
      over (partition by step.round) as delivered
  from dunning_item_step step
  left join dunning_planned_action action on action.id = step.planned_action_id
  where step.customer_id = progress.customer_id and step.item_id = progress.item_id
    and (step.ended_on < %(first)s or (step.how = 'already_reached' and step.ended_on <= %(first)s))
  order by step.round desc, step.recorded_at desc, step.position desc
  limit 1
) last on true
where customer.payer_id = any(%(payer_ids)s) and (last.step_key is not null or (%(went_live)s and progress.fixed_start is not null))
