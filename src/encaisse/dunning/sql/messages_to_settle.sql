-- One row per action whose message was handed over and is not settled yet.
select action.id, action.customer_id, action.message_id, action.decided_on as dated_on
from dunning_planned_action action
where action.state = 'sending' and action.message_id is not null
order by action.id
for update skip locked
