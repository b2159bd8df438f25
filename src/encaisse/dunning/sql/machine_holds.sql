-- One row per hold a person set on the payers asked or on one of their items, lifted or not.
select customer.payer_id, hold.item_id, hold.reason, hold.from_on, hold.until_on, hold.set_by_name,
  (hold.lifted_at at time zone %(timezone)s)::date as lifted_on
from customers_customer customer
join dunning_hold hold on hold.customer_id = customer.id
where customer.payer_id = any(%(payer_ids)s) and hold.from_on <= %(last)s
order by hold.id
