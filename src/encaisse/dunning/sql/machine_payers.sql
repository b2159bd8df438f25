-- One row per payer of a creditor with something open at any time of a period, drawn in an order that is always the same.
select payer.id as payer_id, count(*) over () as total
from customers_customer payer
where payer.creditor_id = %(creditor_id)s and payer.payer_id = payer.id and (%(segment)s = '' or payer.segment = %(segment)s)
  and (%(scenario_id)s::bigint is null or %(scenario_id)s = (
    select coalesce(
      (select own.value_id from customers_assignment own where own.customer_id = payer.id and own.duty = 'scenario' and own.to_on is null),
      (select s.scenario_id from dunning_segment_scenario s where s.creditor_id = payer.creditor_id and s.segment = payer.segment),
      (select s.scenario_id from dunning_segment_scenario s where s.creditor_id = payer.creditor_id and s.segment = '')
    )
  ))
  and exists (
    select 1 from customers_customer member
    join ledger_open_item item on item.customer_id = member.id and item.amount > 0
    where member.payer_id = payer.id and item.due_date >= %(first)s::date - 400 and item.due_date <= %(last)s::date + 60
  )
order by md5(payer.id::text), payer.id
limit %(size)s
