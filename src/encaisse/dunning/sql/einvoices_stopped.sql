-- One row per document asked (all of them without ids) that a platform told of: its latest step, less what is told beside, and what is
-- still open of it.
select distinct on (state.document_id) state.document_id, state.customer_id, document.number, state.code, state.reason_code,
  state.contested_amount,
  (select coalesce(sum(item.open_amount), 0) from ledger_open_item item
   where item.customer_id = document.customer_id and item.document_id = document.id) as open_amount,
  document.currency
from ledger_delivery_state state
join ledger_document document on document.customer_id = state.customer_id and document.id = state.document_id
join customers_customer c on c.id = state.customer_id
where (%(document_ids)s::bigint[] is null or state.document_id = any(%(document_ids)s::bigint[])) and state.code <> all(%(beside)s)
  and (%(scope_all_creditors)s or c.creditor_id = any(%(scope_creditors)s::bigint[]))
  and (%(scope_people)s::bigint[] is null or c.collector_id = any(%(scope_people)s::bigint[])
       or c.salesperson_id = any(%(scope_people)s::bigint[]))
  and (%(scope_customer)s::bigint is null or c.id = %(scope_customer)s or c.payer_id = %(scope_customer)s)
order by state.document_id, state.happened_at desc, state.id desc
