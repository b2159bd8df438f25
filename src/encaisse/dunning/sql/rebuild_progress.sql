-- Works the progress of the items of some actions out again from their history: that of their last opening.
with touched as (
  select distinct listed.customer_id, listed.item_id
  from dunning_action_item listed where listed.planned_action_id = any(%(action_ids)s) and listed.own_position is not null
),
last as (
  select distinct on (touched.customer_id, touched.item_id)
    touched.customer_id, touched.item_id, step.round, step.position, step.step_key, step.scenario_id, step.ended_on, step.how,
    (array_agg(step.how) filter (where step.how <> 'not_applicable') over (
      partition by touched.customer_id, touched.item_id, step.round
      order by step.recorded_at desc, step.position desc rows between unbounded preceding and unbounded following
    ))[1] as how_applied,
    max(step.level) filter (where step.how in ('done', 'replaced', 'already_reached'))
      over (partition by touched.customer_id, touched.item_id, step.round) as reached,
    bool_or(
      step.how in ('done', 'replaced') and action.result <> 'bounced'
      and action.channel in ('email', 'sms', 'letter', 'registered_letter', 'fax', 'portal')
    ) over (partition by touched.customer_id, touched.item_id, step.round) as is_delivered
  from touched
  left join dunning_item_step step on step.customer_id = touched.customer_id and step.item_id = touched.item_id
  left join dunning_planned_action action on action.id = step.planned_action_id
  order by touched.customer_id, touched.item_id, step.round desc, step.recorded_at desc, step.position desc
)
update dunning_item_progress progress set
  round = coalesce(last.round, 0),
  last_position = last.position, last_level = last.reached, last_step_key = coalesce(last.step_key, ''),
  last_scenario_id = last.scenario_id,
  last_ended_on = last.ended_on, last_how = case when last.how = 'not_applicable' and last.how_applied = 'not_done' then 'not_done' else coalesce(last.how, '') end,
  delivered_reminder = coalesce(last.is_delivered, false)
from last
where progress.customer_id = last.customer_id and progress.item_id = last.item_id
