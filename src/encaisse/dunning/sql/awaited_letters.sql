-- One row per registered letter in scope that was posted and not presented yet, the oldest first.
select
  action.id, action.customer_id, c.code, c.name, coalesce((
    select fact.happened_on from dunning_letter_fact fact
    where fact.planned_action_id = action.id and fact.outcome = 'posted' and fact.stands
      and not exists (select from dunning_letter_fact later where later.corrects_id = fact.id)
    order by fact.id desc limit 1
  ), (sent.settled_at at time zone creditor.timezone)::date, action.ended_on) as posted_on, action.level, action.net_amount, action.currency,
  coalesce((
    select fact.tracking_number from dunning_letter_fact fact
    where fact.planned_action_id = action.id and fact.tracking_number <> '' order by fact.id desc limit 1
  ), '') as tracking_number
from dunning_planned_action action
join customers_customer c on c.id = action.customer_id
join creditors_creditor creditor on creditor.id = action.creditor_id
left join messages_message sent on sent.id = action.message_id and sent.state = 'sent'
where action.channel = 'registered_letter' and action.state = 'sent'
  and not exists (
    select from dunning_letter_fact fact
    where fact.planned_action_id = action.id and fact.outcome not in ('posted', 'unknown_address', 'rejected') and fact.stands
      and not exists (select from dunning_letter_fact later where later.corrects_id = fact.id)
  )
  and not exists (
    select from dunning_action_item listed
    join dunning_item_progress progress on progress.customer_id = listed.customer_id and progress.item_id = listed.item_id
    where listed.planned_action_id = action.id and listed.own_position is not null and progress.presented_on is not null
  )
  and (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
  AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
       OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
  AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
order by posted_on, action.id
limit 500
