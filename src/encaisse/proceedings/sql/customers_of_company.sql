-- One row per account of the company of a customer, whichever creditor's: what is decided about each follows its judgment.
select customer.id as customer_id
from customers_customer noted
join customers_customer customer on customer.party_id = noted.party_id
where noted.id = %(customer_id)s
