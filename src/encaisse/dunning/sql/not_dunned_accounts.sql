-- One row per customer and currency with something overdue that the payers given pay, in scope: as the ledger tells it.
select c.id as payer_id, c.code as payer_code, c.name as payer_name, member.code, member.name, balance.oldest_due_date, balance.overdue_amount,
  balance.currency
from customers_customer c
join customers_customer member on member.payer_id = c.id
join ledger_customer_balance balance on balance.customer_id = member.id and balance.overdue_amount > 0
where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and c.id = any(%(payer_ids)s::bigint[])
order by c.sort_key, c.id, member.code, balance.currency
