-- One row per payer in scope whose reply, noted by a person, holds everything: answer first. The largest overdue first.
-- A reply that came by mail stands in its own list until it is dealt with. What is overdue is told in the currency in which it weighs most.
select c.id as customer_id, c.code, c.name, decision.decided_on, decision.until_on,
  coalesce(owed.overdue_amount, 0) as overdue_amount, coalesce(owed.currency, owner.currency) as currency, decision.reason as detail
from dunning_decision decision
join customers_customer c on c.id = decision.customer_id
join creditors_creditor owner on owner.id = c.creditor_id
left join lateral (
  select balance.currency, sum(balance.overdue_amount) as overdue_amount
  from customers_customer member join ledger_customer_balance balance on balance.customer_id = member.id
  where member.payer_id = c.payer_id and balance.overdue_amount > 0
  group by balance.currency order by overdue_amount desc, balance.currency limit 1
) owed on true
where decision.verdict = 'hold' and decision.code = 'reply'
  and not exists (
    select from messages_incoming mail
    join customers_customer writer on writer.id = mail.customer_id
    where writer.payer_id = c.id and mail.nature = 'reply' and mail.arrived_at >= decision.decided_on - 10
  )
  and (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and (%(collector_id)s::bigint is null or c.collector_id = %(collector_id)s)
order by coalesce(owed.overdue_amount, 0) desc, c.id
limit %(limit)s
