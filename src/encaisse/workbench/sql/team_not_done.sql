-- One row per person: the calls and approvals of their customers that nobody touched in time, since a day. What sales left ends by silence.
select c.collector_id, count(*) as not_done_count
from dunning_planned_action action
join customers_customer c on c.id = action.customer_id
where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and action.state = 'not_done' and action.channel <> 'sales_task' and action.attempts = 0
  and action.ended_on between %(since)s and %(on)s
  and c.collector_id = any (%(owner_ids)s::bigint[])
group by c.collector_id
order by c.collector_id
