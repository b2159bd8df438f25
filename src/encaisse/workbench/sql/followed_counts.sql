-- One row per person: how many of their customers have something overdue. That is their load.
select c.collector_id, count(distinct c.id) as customer_count
from customers_customer c
join ledger_customer_balance balance on balance.customer_id = c.id and balance.overdue_amount > 0
where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and c.collector_id = any (%(owner_ids)s::bigint[])
group by c.collector_id
order by c.collector_id
