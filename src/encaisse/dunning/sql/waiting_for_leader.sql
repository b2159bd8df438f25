-- One row per approved action that leaves with the message of another one: its leader is approved, or may still be today.
select action.id
from dunning_planned_action action
join dunning_planned_action leader on leader.id = action.joins_id
where action.joins_id is not null and action.state = 'approved'
  and (
    leader.state = 'approved'
    or leader.state = 'to_approve' and coalesce((action.approved_at at time zone 'Europe/Paris')::date, action.decided_on) >= %(on)s
  )
