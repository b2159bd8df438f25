-- One row per customer of the payers asked whose company is insolvent: the day of the last judgment in force, noted on whichever account
-- of that company, by whichever creditor of the organisation.
select customer.payer_id, customer.id as customer_id, max(insolvency.judgment_on) as judgment_on
from proceedings_insolvency insolvency
join customers_customer noted on noted.id = insolvency.customer_id
join customers_customer customer on customer.party_id = noted.party_id
where customer.payer_id = any(%(payer_ids)s) and insolvency.withdrawn_at is null and insolvency.judgment_on <= %(on)s
group by customer.payer_id, customer.id
