-- One row per customer whose collector or salesperson of the day is another than the one shown: the dated assignment counts.
with due as (
  select assignment.customer_id,
    max(assignment.value_id) filter (where assignment.duty = 'collector') as collector_id,
    max(assignment.value_id) filter (where assignment.duty = 'salesperson') as salesperson_id
  from customers_assignment assignment
  where assignment.duty in ('collector', 'salesperson')
    and assignment.from_on <= %(on)s and coalesce(assignment.to_on, 'infinity') >= %(on)s
  group by assignment.customer_id
)
update customers_customer c
set collector_id = coalesce(due.collector_id, c.collector_id), salesperson_id = coalesce(due.salesperson_id, c.salesperson_id)
from due
where c.id = due.customer_id
  and (c.collector_id is distinct from coalesce(due.collector_id, c.collector_id)
       or c.salesperson_id is distinct from coalesce(due.salesperson_id, c.salesperson_id))
returning c.id, c.creditor_id
