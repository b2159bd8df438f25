-- One row per payer asked: who it is and which scenario it follows (its own, else its segment's, else the creditor's).
select
  payer.id as payer_id, payer.creditor_id, payer.kind, payer.region, payer.segment, payer.party_id, creditor.currency,
  creditor.region as creditor_region, coalesce(own.value_id, of_segment.scenario_id, of_creditor.scenario_id) as scenario_id,
  payer.street <> '' and not exists (
    select from dunning_letter_fact returned
    where returned.customer_id = payer.id and returned.outcome = 'unknown_address' and strpos(returned.recipient, payer.street) > 0
      and returned.stands and not exists (select from dunning_letter_fact later where later.corrects_id = returned.id)
  ) as has_postal_address, payer.collector_id, payer.salesperson_id, habit.value as usual_payment_day
from customers_customer payer
join creditors_creditor creditor on creditor.id = payer.creditor_id
left join customers_assignment own
  on own.customer_id = payer.id and own.duty = 'scenario' and own.to_on is null
left join dunning_segment_scenario of_segment on of_segment.creditor_id = payer.creditor_id and of_segment.segment = payer.segment
left join dunning_segment_scenario of_creditor on of_creditor.creditor_id = payer.creditor_id and of_creditor.segment = ''
left join customers_habit habit
  on habit.customer_id = payer.id and habit.kind = 'payment_day' and habit.confirmed_by is not null and habit.dropped_on is null
where payer.id = any(%(payer_ids)s)
