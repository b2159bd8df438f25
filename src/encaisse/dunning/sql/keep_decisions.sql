-- Keeps the latest decision of each payer, with the day at which it may change.
insert into dunning_decision (customer_id, creditor_id, decided_on, decided_at, verdict, code, overdue_amount, reason, until_on)
select given.payer_id, %(creditor_id)s, %(on)s, %(decided_at)s, given.verdict, given.code, given.amount, given.reason, given.until_on
from unnest(
  %(payer_ids)s::bigint[], %(verdicts)s::text[], %(codes)s::text[], %(amounts)s::numeric[], %(reasons)s::jsonb[], %(untils)s::date[]
) as given (payer_id, verdict, code, amount, reason, until_on)
on conflict (customer_id) do update set
  creditor_id = excluded.creditor_id, decided_on = excluded.decided_on, decided_at = excluded.decided_at, verdict = excluded.verdict,
  code = excluded.code, overdue_amount = excluded.overdue_amount, reason = excluded.reason, until_on = excluded.until_on
