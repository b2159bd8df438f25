-- One row per payer in scope and currency with something overdue and no action of today or on its way: why, until when, in whose hands;
-- how many beside. Two currencies are never added.
-- The page is chosen on narrow rows; what is shown is read for the page alone.
with late as (
  select c.id, c.sort_key, sum(balance.overdue_amount) as overdue_amount, min(balance.oldest_due_date) as oldest_due_date,
    balance.currency, min(decision.until_on) as until_on
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
  group by c.id, balance.currency
  having %(age)s::int is null
    or width_bucket(%(on)s::date - min(balance.oldest_due_date), %(age_starts)s::int[]) = %(age)s::int
),
page as (
  select late.*, count(*) over () as total,
    row_number() over (
      order by
        case when %(sort)s = '-overdue' then -late.overdue_amount end,
        case when %(sort)s = 'overdue' then late.overdue_amount end,
        case when %(sort)s = 'until' then late.until_on end,
        case when %(sort)s = '-until' then late.until_on end desc,
        case when %(sort)s = '-age' then late.oldest_due_date end,
        case when %(sort)s = 'age' then late.oldest_due_date end desc,
        case when %(sort)s = '-name' then late.sort_key end desc,
        case when %(sort)s = 'name' then late.sort_key end,
        late.id, late.currency
    ) as place
  from late
  order by place
  limit %(size)s offset %(offset)s
)
select
  c.id, c.creditor_id, c.code, c.name, coalesce(decision.verdict, 'none') as verdict,
  coalesce(decision.code, 'not_decided') as reason, decision.until_on, page.overdue_amount, page.currency, page.oldest_due_date,
  greatest(%(on)s::date - page.oldest_due_date, 0) as days_late, c.collector_id, coalesce(collector.name, '') as collector_name,
  coalesce(decision.reason, '{}'::jsonb) as detail, page.total
from page
join customers_customer c on c.id = page.id
left join dunning_decision decision on decision.customer_id = page.id
left join people_user collector on collector.id = c.collector_id
order by page.place
