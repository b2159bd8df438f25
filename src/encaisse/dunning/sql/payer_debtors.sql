-- One row per customer of another legal entity than the payer asked that pays for it, with the customer that names this entity for all
-- its accounts: formal notices are addressed to it.
select customer.payer_id, customer.id as customer_id,
  min(customer.id) over (partition by customer.payer_id, customer.party_id) as debtor_id
from customers_customer customer
join customers_customer payer on payer.id = customer.payer_id
where customer.payer_id = any(%(payer_ids)s) and customer.id <> customer.payer_id and customer.party_id <> payer.party_id
