-- One row per message that left, call made or task done for the payers asked between two days.
select
  action.customer_id as payer_id, coalesce(action.ended_on, action.decided_on) as day, action.step_key, action.level, action.channel,
  action.net_amount, action.currency, action.state in ('sent', 'unknown', 'done') as reached, greatest(action.attempts, 1) as attempts
from dunning_planned_action action
where action.customer_id = any(%(payer_ids)s) and coalesce(action.ended_on, action.decided_on) between %(first)s and %(last)s
  and (action.state in ('sent', 'unknown', 'done') or (action.channel = 'call' and action.attempts > 0 and action.state <> 'done'))
order by 2, action.id
