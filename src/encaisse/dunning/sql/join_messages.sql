-- Notes which waiting reminders speak through the message of another one, and that the others no longer do.
with wanted as (
  select * from unnest(%(ids)s::bigint[], %(leader_ids)s::bigint[]) as wanted (id, leader_id)
),
changed as (
  select wanted.id, wanted.leader_id from wanted
  union all
  select action.id, null
  from dunning_planned_action action
  where action.joins_id is not null and action.state in ('to_approve', 'approved') and action.id <> all(%(ids)s::bigint[])
)
update dunning_planned_action action set joins_id = changed.leader_id
from changed
where action.id = changed.id and action.joins_id is distinct from changed.leader_id
