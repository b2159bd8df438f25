-- Takes back the level that a person said these items had already reached: what is left is what really happened to them.
with forgotten as (
  delete from dunning_item_step step
  using ledger_open_item item
  where item.id = any(%(item_ids)s) and step.customer_id = item.customer_id and step.item_id = item.id and step.how = 'already_reached'
  returning step.customer_id, step.item_id
),
last as (
  select distinct on (gone.customer_id, gone.item_id)
    gone.customer_id, gone.item_id, step.round, step.position, step.step_key, step.scenario_id, step.ended_on, step.how,
    max(step.level) filter (where step.how in ('done', 'replaced'))
      over (partition by gone.customer_id, gone.item_id, step.round) as reached
  from (select distinct customer_id, item_id from forgotten) gone
  left join dunning_item_step step on step.customer_id = gone.customer_id and step.item_id = gone.item_id and step.how <> 'already_reached'
  order by gone.customer_id, gone.item_id, step.round desc, step.recorded_at desc, step.position desc
)
update dunning_item_progress progress set
  round = coalesce(last.round, progress.round), last_position = last.position, last_level = last.reached,
  last_step_key = coalesce(last.step_key, ''), last_scenario_id = last.scenario_id, last_ended_on = last.ended_on,
  last_how = coalesce(last.how, '')
from last
where progress.customer_id = last.customer_id and progress.item_id = last.item_id
