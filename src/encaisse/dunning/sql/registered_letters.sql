-- One row per letter posted to a customer in scope: when, and when it was presented.
select
  action.id, action.ended_on as posted_on, action.level, action.net_amount, action.currency, action.result as outcome,
  action.message_id, action.channel,
  (
    select max(progress.presented_on)
    from dunning_action_item listed
    join dunning_item_progress progress on progress.customer_id = listed.customer_id and progress.item_id = listed.item_id
    where listed.planned_action_id = action.id and listed.own_position is not null
  ) as presented_on
from dunning_planned_action action
where action.customer_id = %(customer_id)s and action.channel in ('registered_letter', 'letter')
  and (action.state = 'sent' or action.state = 'failed' and action.result in ('unknown_address', 'rejected'))
order by action.ended_on desc, action.id desc
