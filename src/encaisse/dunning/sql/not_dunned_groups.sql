-- One row per group (a reason, a collector or an age) and currency: how many payers in scope are left alone, and what they owe.
with late as (
  select c.id, coalesce(c.collector_id, 0) as owner, coalesce(decision.code, 'not_decided') as reason, balance.currency,
    sum(balance.overdue_amount) as overdue_amount,
    width_bucket(%(on)s::date - min(balance.oldest_due_date), %(age_starts)s::int[]) as age
  from customers_customer c
  join customers_customer member on member.payer_id = c.id
  join ledger_customer_balance balance on balance.customer_id = member.id and balance.overdue_amount > 0
  left join dunning_decision decision on decision.customer_id = c.id
  where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
    and coalesce(decision.verdict, 'none') <> 'act'
    and (%(reason)s = '' or coalesce(decision.code, 'not_decided') = %(reason)s)
    and (%(owner)s::bigint is null or coalesce(c.collector_id, 0) = %(owner)s::bigint)
    and (%(ends_by)s::date is null or decision.until_on <= %(ends_by)s::date)
  group by c.id, coalesce(decision.code, 'not_decided'), balance.currency
),
keyed as (
  select case %(axis)s when 'owner' then owner::text when 'age' then age::text else reason end as key,
    case %(axis)s when 'owner' then owner end as owner, currency, overdue_amount
  from late
  where %(age)s::int is null or age = %(age)s::int
)
select keyed.key, coalesce(min(person.name), '') as name, count(*) as payers, sum(keyed.overdue_amount) as overdue_amount, keyed.currency
from keyed
left join people_user person on person.id = keyed.owner
group by keyed.key, keyed.currency
order by case when %(axis)s = 'age' then keyed.key end, sum(keyed.overdue_amount) desc, keyed.key, keyed.currency
