-- One row per payer asked: the kinds of healthy addresses to which nobody objected.
select address.customer_id as payer_id, array_agg(distinct address.channel) as channels
from customers_address address
join customers_contact contact on contact.id = address.contact_id and contact.left_on is null
where address.customer_id = any(%(payer_ids)s) and address.health <> 'dead' and address.objected_at is null
group by address.customer_id
