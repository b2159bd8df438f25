-- One row per customer of a person and currency: what is open and overdue, and whether a call or a message waits. The largest overdue first.
select c.id as customer_id, c.creditor_id, c.code, c.name, balance.currency,
  coalesce(balance.open_amount, 0) as open_amount, coalesce(balance.overdue_amount, 0) as overdue_amount,
  exists (
    select from dunning_planned_action action
    where action.creditor_id = c.creditor_id and action.customer_id = c.id and action.state in ('to_approve', 'approved', 'sending')
  ) as is_worked
from customers_customer c
left join ledger_customer_balance balance on balance.customer_id = c.id
where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and c.collector_id = %(owner_id)s
order by overdue_amount desc, c.id
