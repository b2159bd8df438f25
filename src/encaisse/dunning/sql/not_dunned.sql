-- One row per payer in scope with something overdue and no action of today or on its way: why, until when, in whose hands; the total beside.
with late as (
  select c.id, c.creditor_id, c.code, c.name, c.sort_key, c.collector_id,
    sum(balance.overdue_amount) as overdue_amount, min(balance.oldest_due_date) as oldest_due_date, max(balance.currency) as currency
  from customers_customer c
  join customers_customer member on member.payer_id = c.id
  join ledger_customer_balance balance on balance.customer_id = member.id and balance.overdue_amount > 0
  where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  group by c.id
)
select
  late.id, late.creditor_id, late.code, late.name, coalesce(decision.verdict, 'none') as verdict,
  coalesce(decision.code, 'not_decided') as reason, decision.until_on, late.overdue_amount, late.currency, late.oldest_due_date,
  greatest(%(on)s::date - late.oldest_due_date, 0) as days_late, late.collector_id, coalesce(collector.name, '') as collector_name,
  coalesce(decision.reason, '{}'::jsonb) as detail, count(*) over () as total
from late
left join dunning_decision decision on decision.customer_id = late.id
left join people_user collector on collector.id = late.collector_id
where coalesce(decision.verdict, 'none') <> 'act'
  and (%(reason)s = '' or coalesce(decision.code, 'not_decided') = %(reason)s)
order by
  case when %(sort)s = '-overdue' then -late.overdue_amount end,
  case when %(sort)s = 'overdue' then late.overdue_amount end,
  case when %(sort)s = 'until' then decision.until_on end,
  case when %(sort)s = '-until' then decision.until_on end desc,
  case when %(sort)s = '-age' then late.oldest_due_date end,
  case when %(sort)s = 'age' then late.oldest_due_date end desc,
  case when %(sort)s = '-name' then late.sort_key end desc,
  case when %(sort)s = 'name' then late.sort_key end,
  late.id
limit %(size)s offset %(offset)s
