-- One row per open item of the payers asked, with what dunning remembers of it. Grouped by payer.
select
  customer.payer_id, item.id as item_id, document.number, item.due_date, item.amount, item.open_amount, item.currency,
  progress.last_step_key, progress.last_level, progress.last_ended_on, progress.last_how, coalesce(progress.round, 0) as round,
  progress.frozen_days, progress.answered_on, coalesce(progress.delivered_reminder, false) as delivered_reminder, progress.presented_on,
  coalesce(progress.notice_delay_days, 8) as notice_delay_days, progress.fixed_start, document.about_document_id, document.doubt, document.qualified_as,
  customer.kind, coalesce(document.performed_on, document.issued_on) as born_on, customer.id as customer_id, document.id as document_id,
  document.title, progress.scenario_override, progress.last_scenario_id, document.kind = 'payment' as is_payment,
  case when factor.may_dun then factor.id end as factor_id
from customers_customer customer
join ledger_open_item item on item.customer_id = customer.id and item.open_amount <> 0
join ledger_document document on document.customer_id = item.customer_id and document.id = item.document_id
left join ledger_factored_document assigned
  on assigned.customer_id = item.customer_id and assigned.document_id = item.document_id and assigned.taken_back_on is null
left join ledger_factor factor on factor.id = assigned.factor_id
left join dunning_item_progress progress on progress.customer_id = item.customer_id and progress.item_id = item.id
where customer.payer_id = any(%(payer_ids)s)
order by customer.payer_id, item.due_date, item.id
