-- One row per action whose message was handed over and is not settled yet. It is dated from the run that decided it; a letter from the day
-- it went to the post (a demonstration is told by the days of its runs, whatever day it is posted on).
select
  action.id, action.customer_id, action.message_id,
  case
    when action.channel in ('letter', 'registered_letter') and not creditor.is_demonstration
    then greatest(action.decided_on, (message.settled_at at time zone creditor.timezone)::date)
    else action.decided_on
  end as dated_on
from dunning_planned_action action
join creditors_creditor creditor on creditor.id = action.creditor_id
join messages_message message on message.id = action.message_id
where action.state = 'sending'
order by action.id
for update of action skip locked
