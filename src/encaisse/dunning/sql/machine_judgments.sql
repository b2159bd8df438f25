-- One row per judgment about the company of a customer of the payers asked, in force or taken back.
select customer.payer_id, customer.id as customer_id, insolvency.judgment_on, insolvency.noted_at as recorded_at,
  (insolvency.withdrawn_at at time zone %(timezone)s)::date as gone_on
from proceedings_insolvency insolvency
join customers_customer noted on noted.id = insolvency.customer_id
join customers_customer customer on customer.party_id = noted.party_id
where customer.payer_id = any(%(payer_ids)s) and insolvency.judgment_on <= %(last)s
order by insolvency.id, customer.id
