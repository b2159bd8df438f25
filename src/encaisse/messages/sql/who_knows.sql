-- One row per customer to whom a contact just made makes a difference: the one it was made with, the accounts of the same person in
-- every company, and those reached at the same address (rule 6: caps count for all of them).
with made as (
  select customer_id, party_id, address_digest from messages_contact_event
  where id = any(%(event_ids)s) or message_id = any(%(message_ids)s)
)
select customer_id from made
union
select customer.id from made join customers_customer customer on customer.party_id = made.party_id
union
select address.customer_id from made join customers_address address on address.address_digest = made.address_digest
