-- One row per payer asked that has a past: its last message that did not come back, its last one whose fate nobody knows, its last action (or the last one a person took back), its sales task.
select
  action.customer_id as payer_id,
  max(action.ended_on) filter (
    where action.state in ('sent', 'unknown') and action.result <> 'bounced'
      and action.channel in ('email', 'sms', 'letter', 'registered_letter', 'fax')
      or action.state = 'done' and action.channel = 'portal'
  ) as last_message_on,
  max(action.ended_on) filter (where action.state = 'unknown') as unknown_on,
  greatest(
    max(coalesce(action.ended_on, action.decided_on)) filter (where action.state in ('sending', 'sent', 'unknown', 'done')),
    max(action.withdrawn_on)
  ) as acted_on,
  max(action.withdrawn_on) as taken_back_on,
  max(action.planned_since) filter (where action.channel = 'sales_task' and action.state <> 'withdrawn') as sales_task_on,
  max(action.ended_on) filter (where action.channel = 'sales_task' and action.state = 'done') as sales_result_on
from dunning_planned_action action
where action.customer_id = any(%(payer_ids)s)
group by action.customer_id
