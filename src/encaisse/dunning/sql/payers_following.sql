-- One row per payer of a creditor with something open that follows a scenario (itself, or by one of its invoices), the largest overdue first.
-- What is overdue is told in the creditor's currency.
select payer.id as payer_id, coalesce(sum(balance.overdue_amount) filter (where balance.currency = creditor.currency), 0) as overdue_amount, count(*) over () as total
from customers_customer payer
join creditors_creditor creditor on creditor.id = payer.creditor_id
left join customers_assignment own on own.customer_id = payer.id and own.duty = 'scenario' and own.to_on is null
left join dunning_segment_scenario of_segment on of_segment.creditor_id = payer.creditor_id and of_segment.segment = payer.segment
left join dunning_segment_scenario of_creditor on of_creditor.creditor_id = payer.creditor_id and of_creditor.segment = ''
join customers_customer member on member.payer_id = payer.id
join ledger_customer_balance balance on balance.customer_id = member.id
where payer.creditor_id = %(creditor_id)s and payer.payer_id = payer.id and balance.item_count > 0
  and (
    coalesce(own.value_id, of_segment.scenario_id, of_creditor.scenario_id) = %(scenario_id)s
    or exists (
      select 1 from dunning_item_progress progress where progress.customer_id = member.id and progress.scenario_override = %(scenario_id)s
    )
  )
group by payer.id
order by overdue_amount desc, payer.id
limit %(size)s
