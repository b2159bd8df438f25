-- One row per customer asked: the scenario its payer follows.
select member.id as customer_id, coalesce(own.value_id, of_segment.scenario_id, of_creditor.scenario_id) as scenario_id
from customers_customer member
join customers_customer payer on payer.id = member.payer_id
left join customers_assignment own on own.customer_id = payer.id and own.duty = 'scenario' and own.to_on is null
left join dunning_segment_scenario of_segment on of_segment.creditor_id = payer.creditor_id and of_segment.segment = payer.segment
left join dunning_segment_scenario of_creditor on of_creditor.creditor_id = payer.creditor_id and of_creditor.segment = ''
where member.id = any(%(customer_ids)s)
