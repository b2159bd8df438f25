-- One row per payer asked and currency that paid between two days: how much, and the first and last day.
select customer.payer_id, item.currency, -sum(item.amount) as amount, min(document.issued_on) as first_on, max(document.issued_on) as last_on
from customers_customer customer
join ledger_document document on document.customer_id = customer.id and document.kind = 'payment'
join ledger_open_item item on item.customer_id = document.customer_id and item.document_id = document.id and item.amount < 0
where customer.payer_id = any(%(payer_ids)s) and document.issued_on between %(first)s and %(last)s
group by customer.payer_id, item.currency
order by customer.payer_id, item.currency
