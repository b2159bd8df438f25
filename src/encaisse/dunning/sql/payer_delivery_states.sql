-- One row per document of the payers asked that has an e-invoice state: its latest. What is told beside (of something else than
-- whether the invoice is owed as it is) leaves the one before as it was.
select distinct on (state.customer_id, state.document_id) state.document_id, state.code,
  (state.happened_at at time zone %(timezone)s)::date as day, state.contested_amount, state.reason_code
from customers_customer customer
join ledger_delivery_state state on state.customer_id = customer.id
where customer.payer_id = any(%(payer_ids)s) and state.code <> all(%(beside)s)
order by state.customer_id, state.document_id, state.happened_at desc, state.id desc
