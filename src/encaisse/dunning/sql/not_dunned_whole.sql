-- What is not dunned of whole creditors, in one pass: a page of payers and currencies, with the totals by reason and currency beside.
-- Nobody's customers are left out, so only those that another pays are looked up: payer and customer are of one creditor.
-- One row with no payer when the page is empty.
with owed as materialized (
  select coalesce(member.payer_id, balance.customer_id) as payer_id, balance.currency, balance.overdue_amount, balance.oldest_due_date,
    coalesce(decision.code, 'not_decided') collate "C" as reason, decision.until_on
  from ledger_customer_balance balance
  left join (select id, payer_id from customers_customer where payer_id <> id) member on member.id = balance.customer_id
  left join dunning_decision decision on decision.customer_id = coalesce(member.payer_id, balance.customer_id)
  where (%(scope_all_creditors)s or balance.creditor_id = any (%(scope_creditors)s::bigint[]))
    and balance.overdue_amount > 0 and coalesce(decision.verdict, 'none') <> 'act'
),
several as materialized (select payer_id from owed group by payer_id having count(*) > 1),
total as (
  select reason, currency, sum(payers)::bigint as payers, sum(overdue_amount) as overdue_amount
  from (
    select reason, currency, count(*) as payers, sum(overdue_amount) as overdue_amount
    from owed where payer_id not in (select payer_id from several) group by reason, currency
    union all
    select reason, currency, count(distinct payer_id), sum(overdue_amount)
    from owed where payer_id in (select payer_id from several) group by reason, currency
  ) part
  group by reason, currency
),
late as (
  select payer_id, currency, overdue_amount, oldest_due_date, until_on
  from owed
  where payer_id not in (select payer_id from several) and (%(reason)s = '' or reason = %(reason)s)
  union all
  select payer_id, currency, sum(overdue_amount), min(oldest_due_date), min(until_on)
  from owed
  where payer_id in (select payer_id from several) and (%(reason)s = '' or reason = %(reason)s)
  group by payer_id, currency
),
named as (
  select late.*, c.sort_key
  from late
  left join (select id, sort_key from customers_customer where %(sort)s in ('name', '-name')) c on c.id = late.payer_id
),
page as (
  select chosen.*, row_number() over () as place
  from (
    select named.*
    from named
    order by
      case when %(sort)s = '-overdue' then -overdue_amount end,
      case when %(sort)s = 'overdue' then overdue_amount end,
      case when %(sort)s = 'until' then until_on end,
      case when %(sort)s = '-until' then until_on end desc,
      case when %(sort)s = '-age' then oldest_due_date end,
      case when %(sort)s = 'age' then oldest_due_date end desc,
      case when %(sort)s = '-name' then sort_key end desc,
      case when %(sort)s = 'name' then sort_key end,
      payer_id, currency
    limit %(size)s offset %(offset)s
  ) chosen
),
beside as (
  select (select coalesce(sum(payers), 0)::bigint from total where %(reason)s = '' or reason = %(reason)s) as total,
    (select coalesce(jsonb_agg(jsonb_build_array(reason, payers, overdue_amount::text, currency) order by overdue_amount desc), '[]')
     from total) as totals
)
select
  c.id, c.creditor_id, c.code, c.name, coalesce(decision.verdict, 'none') as verdict,
  coalesce(decision.code, 'not_decided') as reason, decision.until_on, page.overdue_amount, page.currency, page.oldest_due_date,
  greatest(%(on)s::date - page.oldest_due_date, 0) as days_late, c.collector_id, coalesce(collector.name, '') as collector_name,
  coalesce(decision.reason, '{}'::jsonb) as detail, beside.total, beside.totals
from beside
left join page on true
left join customers_customer c on c.id = page.payer_id
left join dunning_decision decision on decision.customer_id = page.payer_id
left join people_user collector on collector.id = c.collector_id
order by page.place
