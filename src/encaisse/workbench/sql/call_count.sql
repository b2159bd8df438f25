-- How many calls and visits wait to be made in scope; on a day, less those tried that day and those agreed for a later one.
select count(distinct case when %(on)s::date is null then action.id else coalesce(action.joins_id, action.id) end) as count
from dunning_planned_action action
join customers_customer c on c.id = action.customer_id
where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and action.state = 'approved' and action.channel in ('call', 'visit')
  and (%(collector_id)s::bigint is null or c.collector_id = %(collector_id)s)
  and (%(on)s::date is null or coalesce(action.call_back_at, '-infinity') < %(on)s::date + 1)
  and (%(on)s::date is null or action.call_back_at is not null or not exists (
    select from workbench_call tried
    where tried.customer_id = action.customer_id and tried.action_id = action.id and tried.called_on = %(on)s
  ))
