-- One row per letter posted to a customer in scope: when (as the post says, else the day it was handed over), and when it was presented.
select
  action.id, coalesce((
    select fact.happened_on from dunning_letter_fact fact
    where fact.planned_action_id = action.id and fact.outcome = 'posted' and fact.stands
      and not exists (select from dunning_letter_fact later where later.corrects_id = fact.id)
    order by fact.id desc limit 1
  ), (sent.settled_at at time zone creditor.timezone)::date, action.ended_on) as posted_on, action.level, action.net_amount, action.currency, action.result as outcome,
  action.message_id, action.channel,
  (
    select max(progress.presented_on)
    from dunning_action_item listed
    join dunning_item_progress progress on progress.customer_id = listed.customer_id and progress.item_id = listed.item_id
    where listed.planned_action_id = action.id and listed.own_position is not null
  ) as presented_on
from dunning_planned_action action
join creditors_creditor creditor on creditor.id = action.creditor_id
left join messages_message sent on sent.id = action.message_id and sent.state = 'sent'
where action.customer_id = %(customer_id)s and action.channel in ('registered_letter', 'letter')
  and (action.state = 'sent' or action.state = 'failed' and action.result in ('unknown_address', 'rejected'))
order by action.ended_on desc, action.id desc
