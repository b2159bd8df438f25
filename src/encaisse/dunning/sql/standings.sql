-- One row per customer asked that lies in scope: what was decided last about its payer, until when, and the action under way, if any.
select
  c.id as customer_id, c.payer_id, coalesce(decision.verdict, '') as verdict, coalesce(decision.code, '') as reason, decision.until_on,
  coalesce(action.channel, '') as channel, action.level, coalesce(action.state, '') as state, action.decided_on
from customers_customer c
left join dunning_decision decision on decision.customer_id = c.payer_id
left join dunning_planned_action action
  on action.creditor_id = c.creditor_id and action.customer_id = c.payer_id and action.state in ('to_approve', 'approved', 'sending')
where c.id = any(%(ids)s)
    and (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
