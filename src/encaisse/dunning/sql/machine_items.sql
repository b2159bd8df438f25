-- One row per due line or credit of the payers asked, whatever is open of it today. Grouped by payer.
select
  customer.payer_id, item.id as item_id, item.customer_id, coalesce(nullif(document.number, ''), document.title) as reference, item.due_date,
  item.amount, item.currency, document.issued_on, document.recorded_at, document.kind = 'payment' as is_payment, document.about_document_id,
  document.doubt, document.qualified_as, customer.kind as customer_kind, coalesce(document.performed_on, document.issued_on) as born_on,
  item.document_id, document.number, returned.returned_on
from customers_customer customer
join ledger_open_item item on item.customer_id = customer.id
join ledger_document document on document.customer_id = item.customer_id and document.id = item.document_id
left join ledger_returned_payment returned on returned.customer_id = item.customer_id and returned.credit_id = item.id
where customer.payer_id = any(%(payer_ids)s) and document.issued_on <= %(last)s
order by customer.payer_id, item.due_date, item.id
