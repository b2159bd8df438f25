-- One row per customer asked: what was decided last about its payer, until when, and the action under way, if any.
select
  c.id as customer_id, c.payer_id, coalesce(decision.verdict, '') as verdict, coalesce(decision.code, '') as reason, decision.until_on,
  coalesce(action.channel, '') as channel, action.level, coalesce(action.state, '') as state, action.decided_on
from customers_customer c
left join dunning_decision decision on decision.customer_id = c.payer_id
left join dunning_planned_action action
  on action.creditor_id = c.creditor_id and action.customer_id = c.payer_id and action.state in ('to_approve', 'approved', 'sending')
where c.id = any(%(ids)s)
