-- One row per hold set by a person, in force on a day or to come, in scope: the first to end first; the total beside.
select
  hold.id, hold.creditor_id, hold.customer_id, c.code, c.name, hold.item_id, coalesce(document.number, '') as reference, hold.reason,
  hold.comment, hold.from_on, hold.until_on, hold.set_by_name, hold.recorded_at,
  coalesce(item.open_amount, balance.overdue_amount, 0) as overdue_amount, coalesce(item.currency, balance.currency, 'EUR') as currency,
  count(*) over () as total
from dunning_hold hold
join customers_customer c on c.id = hold.customer_id
left join ledger_open_item item on item.customer_id = hold.customer_id and item.id = hold.item_id
left join ledger_document document on document.customer_id = item.customer_id and document.id = item.document_id
left join lateral (
  select sum(each.overdue_amount) as overdue_amount, max(each.currency) as currency
  from ledger_customer_balance each where each.customer_id = hold.customer_id
) balance on true
where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and hold.lifted_at is null and hold.until_on >= %(on)s
order by hold.until_on, c.sort_key, hold.id
limit %(size)s offset %(offset)s
