-- Keeps the latest decision of each payer, with the day at which it may change.
insert into dunning_decision (customer_id, creditor_id, decided_on, decided_at, verdict, code, overdue_amount, reason, until_on)
select given.payer_id, %(creditor_id)s, %(on)s, %(decided_at)s, given.verdict, given.code, given.amount, given.reason, given.until_on
from jsonb_to_recordset(%(decisions)s::jsonb)
  as given (payer_id bigint, verdict text, code text, amount numeric, reason jsonb, until_on date)
on conflict (customer_id) do update set
  creditor_id = excluded.creditor_id, decided_on = excluded.decided_on, decided_at = excluded.decided_at, verdict = excluded.verdict,
  code = excluded.code, overdue_amount = excluded.overdue_amount, reason = excluded.reason, until_on = excluded.until_on
