-- One row per item listed by the actions asked, in scope: claimed first, the oldest due first.
select
  listed.planned_action_id, listed.item_id, listed.customer_id, document.number as reference, document.title, document.issued_on,
  item.due_date, document.order_reference, item.currency, item.amount as document_amount, listed.section, listed.amount,
  listed.open_amount, listed.held_amount, listed.own_level, listed.noted_for
from dunning_action_item listed
join customers_customer c on c.id = listed.customer_id
join ledger_open_item item on item.customer_id = listed.customer_id and item.id = listed.item_id
join ledger_document document on document.customer_id = item.customer_id and document.id = item.document_id
where listed.planned_action_id = any(%(ids)s)
  and (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
order by listed.planned_action_id, array_position(array['claimed', 'also_due', 'disputed', 'promised', 'in_plan', 'held', 'credit', 'to_come'], listed.section::text), item.due_date, item.id
