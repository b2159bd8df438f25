-- One row per customer of a list and legal debtor: the last formal notice, and the day the post presented it.
select distinct on (action.customer_id, debtor_id)
  action.customer_id, coalesce(action.debtor_id, action.customer_id) as debtor_id, action.ended_on as posted_on,
  (
    select max(progress.presented_on)
    from dunning_action_item listed
    join dunning_item_progress progress on progress.customer_id = listed.customer_id and progress.item_id = listed.item_id
    where listed.planned_action_id = action.id and listed.own_position is not null
  ) as presented_on
from dunning_planned_action action
join customers_customer c on c.id = action.customer_id
where action.customer_id = any(%(ids)s) and action.level = 4 and action.state = 'sent'
    and (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
order by action.customer_id, debtor_id, action.ended_on desc, action.id desc
