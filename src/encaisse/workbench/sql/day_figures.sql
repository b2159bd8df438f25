-- One row per channel and currency of the messages to approve in scope: how many, and for how much net, the oldest since when.
select action.channel, action.currency, count(*) as count, sum(action.net_amount) as net_amount, min(action.planned_since) as oldest_on
from dunning_planned_action action
join customers_customer c on c.id = action.customer_id
where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and action.state = 'to_approve'
  and (%(collector_id)s::bigint is null or c.collector_id = %(collector_id)s)
group by action.channel, action.currency
order by action.channel, action.currency
