-- Ends steps that no action took (their condition was false that day, or go-live set them), and keeps the items' progress true.
with ending as (
  select * from unnest(
    %(customer_ids)s::bigint[], %(item_ids)s::bigint[], %(rounds)s::smallint[], %(step_keys)s::text[], %(positions)s::smallint[],
    %(levels)s::smallint[], %(days)s::date[], %(hows)s::text[], %(scenario_ids)s::bigint[]
  ) as given (customer_id, item_id, round, step_key, position, level, ended_on, how, scenario_id)
),
history as (
  insert into dunning_item_step (customer_id, item_id, round, step_key, position, level, ended_on, how, scenario_id)
  select customer_id, item_id, round, step_key, position, level, ended_on, how, scenario_id from ending
  on conflict (customer_id, item_id, round, step_key) do update set
    position = excluded.position, level = excluded.level, ended_on = excluded.ended_on, recorded_at = now(),
    planned_action_id = null, scenario_id = excluded.scenario_id, how = excluded.how
  where dunning_item_step.scenario_id <> excluded.scenario_id
  returning customer_id, item_id, step_key
),
last as (
  select distinct on (customer_id, item_id) ending.customer_id, item_id, round, position, step_key, scenario_id, ended_on,
    case when how = 'not_applicable' and bool_or(how = 'not_done') over (partition by customer_id, item_id) then 'not_done' else how end as how,
    max(level) filter (where how in ('done', 'replaced', 'already_reached')) over (partition by customer_id, item_id) as reached
  from ending join history using (customer_id, item_id, step_key)
  order by customer_id, item_id, position desc
)
insert into dunning_item_progress
  (customer_id, item_id, round, last_position, last_level, last_step_key, last_scenario_id, last_ended_on, last_how,
   delivered_reminder, frozen_days)
select customer_id, item_id, round, position, reached, step_key, scenario_id, ended_on, how, false, 0 from last
on conflict (customer_id, item_id) do update set
  round = excluded.round,
  last_position = excluded.last_position,
  last_level = case
    when dunning_item_progress.round = excluded.round then greatest(dunning_item_progress.last_level, excluded.last_level)
    else excluded.last_level
  end,
  delivered_reminder = dunning_item_progress.delivered_reminder and dunning_item_progress.round = excluded.round,
  presented_on = case when dunning_item_progress.round = excluded.round then dunning_item_progress.presented_on end,
  last_step_key = excluded.last_step_key,
  last_scenario_id = excluded.last_scenario_id,
  last_ended_on = excluded.last_ended_on,
  -- A step that did not apply says nothing of the one before: what nobody touched stays untouched.
  last_how = case
    when excluded.last_how = 'not_applicable' and dunning_item_progress.last_how = 'not_done'
      and dunning_item_progress.round = excluded.round then 'not_done'
    else excluded.last_how
  end
