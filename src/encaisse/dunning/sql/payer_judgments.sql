-- One row per payer asked whose company is insolvent: the day of the judgment, noted by whichever creditor of the organisation.
select payer.id as payer_id, insolvency.judgment_on
from customers_customer payer
join proceedings_insolvency insolvency on insolvency.party_id = payer.party_id and insolvency.withdrawn_at is null
where payer.id = any(%(payer_ids)s) and insolvency.judgment_on <= %(on)s
