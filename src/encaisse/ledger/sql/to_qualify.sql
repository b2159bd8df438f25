-- A page of what waits for a person's decision before it is dunned, the largest first, with how much waits for each reason (one row without
-- an item when the page is empty): what its document says, else what its customer is, else its age. A matured bill is a debt like another.
with
-- The shortest limitation is two years: what is younger is put aside first.
old as materialized (
  select id, customer_id, doubt, coalesce(performed_on, issued_on) as born_on
  from ledger_document
  where coalesce(performed_on, issued_on) < %(on)s::date - interval '2 years' and qualified_as = '' and doubt in ('', 'bill_not_matured')
),
flagged as (
  select item.id, item.customer_id, item.document_id, document.doubt
  from ledger_document document
  join ledger_open_item item on item.customer_id = document.customer_id and item.document_id = document.id and item.open_amount <> 0
  where document.doubt <> '' and document.qualified_as = ''
    and not (document.doubt = 'bill_not_matured' and item.due_date < %(on)s)
  union all
  select item.id, item.customer_id, item.document_id, case c.kind when 'miscellaneous' then 'collective' else c.kind end
  from customers_customer c
  join ledger_open_item item on item.customer_id = c.id and item.open_amount <> 0
  join ledger_document document on document.customer_id = item.customer_id and document.id = item.document_id
  where c.kind in ('affiliate', 'employee', 'miscellaneous') and document.qualified_as = ''
    and (document.doubt = '' or document.doubt = 'bill_not_matured' and item.due_date < %(on)s)
  union all
  select item.id, item.customer_id, item.document_id, 'past_limitation'
  from old
  join ledger_open_item item on item.customer_id = old.customer_id and item.document_id = old.id
  join customers_customer c on c.id = item.customer_id
  where item.open_amount <> 0 and item.due_date < %(on)s and c.kind not in ('affiliate', 'employee', 'miscellaneous')
    and case c.kind
      when 'consumer' then old.born_on + interval '2 years' < %(on)s::date
      when 'public_body' then extract(year from old.born_on) + 4 < extract(year from %(on)s::date)
      else old.born_on + interval '5 years' < %(on)s::date
    end
),
waiting as (
  select flagged.doubt, item.*, c.code, c.name
  from flagged
  join customers_customer c on c.id = flagged.customer_id
  join ledger_open_item item on item.customer_id = flagged.customer_id and item.id = flagged.id
  where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
    and (%(creditor_id)s::bigint is null or c.creditor_id = %(creditor_id)s)
),
page as (
  select * from waiting where %(doubt)s = '' or doubt = %(doubt)s
  order by open_amount desc, id
  limit %(size)s offset %(offset)s
),
beside as (
  select coalesce(jsonb_agg(jsonb_build_array(doubt, currency, items, amount::text) order by doubt, currency), '[]') as counts
  from (select doubt, currency, count(*) as items, sum(open_amount) as amount from waiting group by doubt, currency) by_doubt
)
select
  page.id as item_id, page.document_id, page.creditor_id, page.customer_id, page.code as customer_code, page.name as customer_name,
  page.doubt, document.kind, document.number, document.title, document.issued_on, page.due_date, page.currency, page.open_amount, beside.counts
from beside
left join page on true
left join ledger_document document on document.customer_id = page.customer_id and document.id = page.document_id
order by page.open_amount desc, page.id
