-- One row per scenario that an open invoice of its own follows: how many, and what is open on them.
select progress.scenario_override as scenario_id, count(*) as items, sum(item.open_amount) as open_amount
from customers_customer c
join dunning_item_progress progress on progress.customer_id = c.id and progress.scenario_override is not null
join ledger_open_item item on item.customer_id = progress.customer_id and item.id = progress.item_id and item.open_amount <> 0
where c.creditor_id = %(creditor_id)s
    and (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
group by progress.scenario_override
