-- One row per payer asked whose usual payment day a person confirmed: the days on which money came since, the oldest first.
select payer.id as payer_id, array_agg(document.issued_on order by document.issued_on) as paid_on
from customers_customer payer
join customers_habit habit
  on habit.customer_id = payer.id and habit.kind = 'payment_day' and habit.confirmed_on is not null and habit.dropped_on is null
join customers_customer member on member.payer_id = payer.id
join ledger_document document
  on document.customer_id = member.id and document.kind = 'payment' and document.issued_on > habit.confirmed_on
 and document.issued_on <= %(on)s
join ledger_open_item item on item.customer_id = document.customer_id and item.document_id = document.id and item.amount < 0
where payer.id = any(%(payer_ids)s)
  and not exists (
    select from ledger_returned_payment returned where returned.customer_id = item.customer_id and returned.credit_id = item.id
  )
group by payer.id
