-- One row per draft in scope that waits for an approval, by channel, the firmest and largest first; the total beside.
select action.id, count(*) over () as total
from dunning_planned_action action
join customers_customer c on c.id = action.customer_id
where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and action.state = 'to_approve'
  and (%(creditor)s::bigint is null or action.creditor_id = %(creditor)s)
  and (%(channel)s = '' or action.channel = %(channel)s)
  and (%(level)s::smallint is null or action.level = %(level)s)
order by action.channel, action.level desc, action.net_amount desc, action.id
limit %(size)s offset %(offset)s
