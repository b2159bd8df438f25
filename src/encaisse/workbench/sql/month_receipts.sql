-- One row per person and currency: the money their customers paid in a stretch of days, less what came back.
select c.collector_id, document.currency, -sum(document.gross_amount) as amount
from ledger_document document
join customers_customer c on c.id = document.customer_id
where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and c.collector_id = any (%(owner_ids)s::bigint[])
  and document.kind = 'payment' and document.gross_amount < 0 and document.issued_on between %(since)s and %(until)s
  and not exists (
    select from ledger_open_item item
    join ledger_returned_payment returned on returned.customer_id = item.customer_id and returned.credit_id = item.id
    where item.customer_id = document.customer_id and item.document_id = document.id
  )
group by c.collector_id, document.currency
order by c.collector_id, document.currency
