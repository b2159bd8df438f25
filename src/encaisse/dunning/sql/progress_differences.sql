-- One row per item whose kept progress is not the last step of its history.
with last as (
  select distinct on (step.customer_id, step.item_id)
    step.customer_id, step.item_id, step.step_key, step.ended_on,
    max(step.level) filter (where step.how in ('done', 'replaced', 'already_reached')) over (partition by step.customer_id, step.item_id, step.round) as reached
  from dunning_item_step step
  order by step.customer_id, step.item_id, step.round desc, step.recorded_at desc, step.position desc
)
select
  coalesce(progress.item_id, last.item_id) as item_id,
  coalesce(progress.last_step_key, '') || ' ' || coalesce(progress.last_level, -1) as kept,
  coalesce(last.step_key, '') || ' ' || coalesce(last.reached, -1) as facts
from dunning_item_progress progress
full join last on last.customer_id = progress.customer_id and last.item_id = progress.item_id
where coalesce(progress.last_step_key, '') <> coalesce(last.step_key, '') or coalesce(progress.last_level, -1) <> coalesce(last.reached, -1)
