-- One row per step of the e-invoice life cycle of the payers asked, in order, less what is told beside, as for the run.
select state.document_id, state.code, (state.happened_at at time zone %(timezone)s)::date as day, state.recorded_at,
  state.contested_amount, state.reason_code
from customers_customer customer
join ledger_delivery_state state on state.customer_id = customer.id
where customer.payer_id = any(%(payer_ids)s) and state.code <> all(%(beside)s)
order by state.document_id, state.happened_at, state.id
