-- One row per currency: all that is overdue of the payers in scope, told by the ledger alone, and the part today's actions speak to.
with overdue as (
  select c.id as payer_id, balance.currency, sum(balance.overdue_amount) as overdue_amount
  from customers_customer c
  join customers_customer member on member.payer_id = c.id
  join ledger_customer_balance balance on balance.customer_id = member.id and balance.overdue_amount > 0
  where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  group by c.id, balance.currency
)
select overdue.currency, sum(overdue.overdue_amount) as overdue_amount,
  coalesce((
    select sum(each.overdue_amount)
    from overdue each
    join dunning_decision decision on decision.customer_id = each.payer_id and decision.verdict = 'act'
    where each.currency = overdue.currency
  ), 0) as spoken_amount
from overdue
group by overdue.currency
order by overdue.currency
