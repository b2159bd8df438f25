-- One row per payer asked that has a past: its last message, its last action, its sales task.
select
  action.customer_id as payer_id,
  max(action.ended_on) filter (
    where action.state in ('sent', 'unknown') and action.channel in ('email', 'sms', 'letter', 'registered_letter', 'fax')
      or action.state = 'done' and action.channel = 'portal'
  ) as last_message_on,
  max(coalesce(action.ended_on, action.decided_on)) filter (where action.state in ('sending', 'sent', 'unknown', 'done')) as acted_on,
  max(action.planned_since) filter (where action.channel = 'sales_task') as sales_task_on,
  max(action.ended_on) filter (where action.channel = 'sales_task' and action.state = 'done') as sales_result_on
from dunning_planned_action action
where action.customer_id = any(%(payer_ids)s) and action.state <> 'withdrawn'
group by action.customer_id
