-- One row per customer of a company, whichever creditor's: what is decided about each follows its judgment.
select customer.id as customer_id from customers_customer customer where customer.party_id = %(party_id)s
