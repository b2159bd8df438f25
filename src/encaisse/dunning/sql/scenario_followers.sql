-- One row per scenario, way it is followed (its own, its segment's, the creditor's) and segment: customers in scope and their overdue.
with scoped as (
  select c.id, c.payer_id, c.creditor_id from customers_customer c
  where c.creditor_id = %(creditor_id)s
    and (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
)
select
  coalesce(own.value_id, of_segment.scenario_id, of_creditor.scenario_id) as scenario_id,
  case when own.value_id is not null then 'customer' when of_segment.scenario_id is not null then 'segment' else 'creditor' end as source,
  case when own.value_id is null and of_segment.scenario_id is not null then payer.segment else '' end as segment,
  count(distinct scoped.id) as customers, coalesce(sum(balance.overdue_amount), 0) as overdue_amount
from scoped
join customers_customer payer on payer.id = scoped.payer_id
join creditors_creditor creditor on creditor.id = scoped.creditor_id
left join customers_assignment own on own.customer_id = payer.id and own.duty = 'scenario' and own.to_on is null
left join dunning_segment_scenario of_segment on of_segment.creditor_id = payer.creditor_id and of_segment.segment = payer.segment
left join dunning_segment_scenario of_creditor on of_creditor.creditor_id = payer.creditor_id and of_creditor.segment = ''
left join ledger_customer_balance balance on balance.customer_id = scoped.id and balance.currency = creditor.currency
group by 1, 2, 3
order by 1, 2, 3
