-- One row per reply in scope that nobody has dealt with: the largest overdue first, then the oldest reply.
-- What is overdue is told in the currency in which it weighs most: currencies are never added.
select
  mail.id as mail_id, c.id as customer_id, c.code, c.name, mail.subject, left(mail.text, 200) as excerpt, mail.arrived_at,
  mail.suggested_kind, mail.suggested_confidence, mail.suggested_by, mail.file_count,
  coalesce(owed.overdue_amount, 0) as overdue_amount, coalesce(owed.currency, owner.currency) as currency,
  case when decision.verdict = 'hold' and decision.code = 'reply' then decision.until_on end as until_on
from messages_incoming mail
join customers_customer c on c.id = mail.customer_id
join creditors_creditor owner on owner.id = c.creditor_id
left join dunning_decision decision on decision.customer_id = c.payer_id
left join lateral (
  select balance.currency, sum(balance.overdue_amount) as overdue_amount
  from customers_customer member join ledger_customer_balance balance on balance.customer_id = member.id
  where member.payer_id = c.payer_id and balance.overdue_amount > 0
  group by balance.currency order by overdue_amount desc, balance.currency limit 1
) owed on true
where mail.nature = 'reply' and mail.closed_at is null
  and (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and (%(collector_id)s::bigint is null or c.collector_id = %(collector_id)s)
order by coalesce(owed.overdue_amount, 0) desc, mail.arrived_at, mail.id
limit %(limit)s
