-- One row per hold in force that a person set on the payers given, on whom they pay for, or on an item: the first to end first.
select c.id as payer_id, hold.id, hold.customer_id, hold.item_id, hold.reason, hold.until_on, hold.set_by_name
from customers_customer c
join customers_customer member on member.payer_id = c.id
join dunning_hold hold on hold.customer_id = member.id
where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and c.id = any(%(payer_ids)s::bigint[])
  and hold.lifted_at is null and hold.from_on <= %(on)s and hold.until_on >= %(on)s
order by hold.until_on, hold.id
