-- One row per action whose message came back and about which nothing was done yet, locked: when it left, when it came back, as its
-- creditor counts its days. Refused outright, for nobody has the address, it came back before it left.
select
  action.id, action.creditor_id, action.customer_id, action.state, action.decided_on as sent_on,
  (message.bounced_at at time zone creditor.timezone)::date as bounced_on, message.bounce_kind, message.recipient, message.bounce_detail
from messages_message message
join dunning_planned_action action on action.message_id = message.id
join creditors_creditor creditor on creditor.id = action.creditor_id
where message.bounced_at is not null
  and action.result <> 'bounced'
  and action.state in ('sent', 'unknown', 'done', 'failed')
  and (%(all_creditors)s or action.creditor_id = any(%(creditors)s::bigint[]))
order by action.id
for update of action skip locked
