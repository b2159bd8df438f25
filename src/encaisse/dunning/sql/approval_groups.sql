-- One row per channel, level, currency and creditor of the drafts in scope that wait for an approval: how many, and what they ask in all.
select action.channel, action.level, action.currency, action.creditor_id, count(*) as drafts, sum(action.net_amount) as net_amount
from dunning_planned_action action
join customers_customer c on c.id = action.customer_id
where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and action.state = 'to_approve'
group by action.channel, action.level, action.currency, action.creditor_id
order by action.channel, action.level desc, action.currency, action.creditor_id
