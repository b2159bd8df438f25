-- One row per action whose message nobody knew about and of which a person, or what followed, has told since, locked. `is_free`: the payer
-- has no other live action, so that this one may be on its way again.
select
  action.id, action.customer_id, message.state as told,
  not exists (
    select from dunning_planned_action live
    where live.customer_id = action.customer_id and live.state in ('to_approve', 'approved', 'sending')
  ) as is_free
from dunning_planned_action action
join messages_message message on message.id = action.message_id
where action.state = 'unknown' and message.state <> 'unknown'
order by action.id
for update of action skip locked
