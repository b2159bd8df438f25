-- One row per reason and currency: how many payers in scope with something overdue are left alone for it, and what they owe.
select coalesce(decision.code, 'not_decided') as reason, count(distinct c.id) as payers, sum(balance.overdue_amount) as overdue_amount,
  balance.currency
from customers_customer c
join customers_customer member on member.payer_id = c.id
join ledger_customer_balance balance on balance.customer_id = member.id and balance.overdue_amount > 0
left join dunning_decision decision on decision.customer_id = c.id
where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and coalesce(decision.verdict, 'none') <> 'act'
group by coalesce(decision.code, 'not_decided'), balance.currency
order by overdue_amount desc
