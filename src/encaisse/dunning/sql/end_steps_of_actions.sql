-- Ends the own step of each item of the actions named, and keeps the items' progress true. An action that was not done ends at most
-- its own step: what it would have replaced stays due. A step ended once stays as it was; one spelt alike in another scenario is another.
with ending as (
  select
    listed.customer_id, listed.item_id, listed.round, listed.own_step_key as step_key,
    listed.own_position as position, listed.own_level as level, action.id as planned_action_id,
    coalesce(progress.scenario_override, version.scenario_id) as scenario_id,
    case when %(how)s = 'done' and listed.how <> '' then listed.how else %(how)s end as how,
    action.channel in ('email', 'sms', 'letter', 'registered_letter', 'fax', 'portal') and %(how)s = 'done' as is_delivered
  from dunning_planned_action action
  left join dunning_scenario_version version on version.id = action.version_id
  join dunning_action_item listed on listed.planned_action_id = action.id
  left join dunning_item_progress progress on progress.customer_id = listed.customer_id and progress.item_id = listed.item_id
  where action.id = any(%(action_ids)s) and listed.own_position is not null and (%(how)s = 'done' or listed.how in ('', 'done'))
),
history as (
  insert into dunning_item_step (customer_id, item_id, round, step_key, position, level, ended_on, planned_action_id, scenario_id, how)
  select customer_id, item_id, round, step_key, position, level, %(on)s, planned_action_id, scenario_id, how from ending
  on conflict (customer_id, item_id, round, step_key) do update set
    position = excluded.position, level = excluded.level, ended_on = excluded.ended_on, recorded_at = now(),
    planned_action_id = excluded.planned_action_id, scenario_id = excluded.scenario_id, how = excluded.how
  where dunning_item_step.scenario_id <> excluded.scenario_id
  returning customer_id, item_id, step_key
)
insert into dunning_item_progress
  (customer_id, item_id, round, last_position, last_level, last_step_key, last_scenario_id, last_ended_on, last_how,
   delivered_reminder, frozen_days)
select
  ending.customer_id, ending.item_id, ending.round, ending.position,
  case when ending.how in ('done', 'replaced', 'already_reached') then ending.level end,
  ending.step_key, ending.scenario_id, %(on)s, ending.how, ending.is_delivered, 0
from ending
join history using (customer_id, item_id, step_key)
on conflict (customer_id, item_id) do update set
  round = excluded.round,
  last_position = excluded.last_position,
  last_level = case
    when dunning_item_progress.round = excluded.round then greatest(dunning_item_progress.last_level, excluded.last_level)
    else excluded.last_level
  end,
  presented_on = case when dunning_item_progress.round = excluded.round then dunning_item_progress.presented_on end,
  last_step_key = excluded.last_step_key,
  last_scenario_id = excluded.last_scenario_id,
  last_ended_on = excluded.last_ended_on,
  last_how = excluded.last_how,
  delivered_reminder = excluded.delivered_reminder or dunning_item_progress.delivered_reminder and dunning_item_progress.round = excluded.round
