-- Raises what a person has to do, once until it is done: of two of a kind about one payer, the larger.
insert into dunning_signal (creditor_id, customer_id, kind, raised_on, for_role, amount, currency, comment)
select distinct on (given.payer_id, given.kind) %(creditor_id)s, given.payer_id, given.kind, %(on)s,
  case when given.kind = 'allocate_credits' then 'ACCOUNTANT' when given.kind = 'formal_notice_to_decide' then 'CREDIT_MANAGER' else 'COLLECTOR' end,
  given.amount, coalesce(nullif(given.currency, ''), owner.currency), ''
from unnest(%(payer_ids)s::bigint[], %(kinds)s::text[], %(amounts)s::numeric[], %(currencies)s::text[]) as given (payer_id, kind, amount, currency)
join creditors_creditor owner on owner.id = %(creditor_id)s
order by given.payer_id, given.kind, given.amount desc nulls last, given.currency
on conflict (creditor_id, customer_id, kind) where done_at is null do update set amount = excluded.amount, currency = excluded.currency
