-- One row per open item of a company that bears one of the numbers, or whose customer bears one of the codes.
select item.id, item.customer_id, customer.code, document.number
from ledger_open_item item
join ledger_document document on document.customer_id = item.customer_id and document.id = item.document_id
join customers_customer customer on customer.id = item.customer_id
where item.creditor_id = %(creditor_id)s and item.open_amount > 0
  and (customer.code = any(%(codes)s) or document.number = any(%(numbers)s))
order by item.id
