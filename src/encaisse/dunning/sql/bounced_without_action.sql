-- One row per message that came back lately without being any action's (written by hand, a service message), and that no task told yet.
select message.customer_id, message.recipient, message.bounce_detail, (message.bounced_at at time zone creditor.timezone)::date as bounced_on
from messages_message message
join creditors_creditor creditor on creditor.id = message.creditor_id
where message.bounced_at > %(since)s
  and (%(all_creditors)s or message.creditor_id = any(%(creditors)s::bigint[]))
  and not exists (select from dunning_planned_action action where action.message_id = message.id)
  and not exists (
    select from dunning_signal signal
    where signal.customer_id = message.customer_id and signal.kind = 'message_bounced'
      and signal.raised_on >= (message.bounced_at at time zone creditor.timezone)::date
  )
order by message.id
