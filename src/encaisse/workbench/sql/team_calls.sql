-- One row per person: the calls of the day that wait for their customers (those made as one are one), since when the oldest does, and the messages to approve.
select c.collector_id,
  count(distinct common_key) filter (where is_call) as waiting_count,
  min(planned_since) filter (where is_call) as oldest_on,
  count(*) filter (where not is_call) as draft_count
from (
  select action.customer_id, action.planned_since, coalesce(action.joins_id, action.id) as common_key, action.state = 'approved' as is_call
  from dunning_planned_action action
  where action.state = 'to_approve'
    or action.state = 'approved' and action.channel in ('call', 'visit')
      and coalesce(action.call_back_at, '-infinity') < %(on)s::date + 1
      and (action.call_back_at is not null or not exists (
        select from workbench_call tried
        where tried.customer_id = action.customer_id and tried.action_id = action.id and tried.called_on = %(on)s
      ))
) live
join customers_customer c on c.id = live.customer_id
where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and c.collector_id = any (%(owner_ids)s::bigint[])
group by c.collector_id
order by c.collector_id
