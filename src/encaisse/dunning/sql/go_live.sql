-- One row per overdue item of a creditor that a person must set before going live, and what was chosen for it so far.
-- Customers are walked in their order until the page is full: how many there are in all, the counts tell.
with flagged as (
  select
    item.id as item_id, c.id as customer_id, document.id as document_id, c.code, c.name, document.number as reference, item.due_date,
    greatest(%(on)s::date - item.due_date, 0) as days_late, item.open_amount, item.currency,
    case
      when document.doubt = 'doubtful' then 'doubtful'
      when document.doubt in ('carried_forward', 'no_document') then 'carried_forward'
      when document.doubt = 'past_limitation'
        or case c.kind
          when 'consumer' then coalesce(document.performed_on, document.issued_on) + interval '2 years' < %(on)s::date
          when 'public_body' then extract(year from coalesce(document.performed_on, document.issued_on)) + 4 < extract(year from %(on)s::date)
          else coalesce(document.performed_on, document.issued_on) + interval '5 years' < %(on)s::date
        end
        then 'past_limitation'
      else 'long_late'
    end as flag,
    case
      when document.qualified_as = 'left_out' then 'leave_out'
      when exists (
        select from disputes_item contested
        join disputes_dispute dispute on dispute.id = contested.dispute_id and dispute.customer_id = contested.customer_id
        where contested.customer_id = item.customer_id and contested.item_id = item.id and dispute.closed_on is null
      ) then 'dispute'
      when exists (
        select from commitments_plan_item planned
        join commitments_plan plan on plan.id = planned.plan_id and plan.customer_id = planned.customer_id
        where planned.customer_id = item.customer_id and planned.item_id = item.id and plan.state = 'accepted'
      ) then 'plan'
      when progress.last_how = 'already_reached' then 'reached_' || progress.last_level
      when progress.fixed_start is not null or document.qualified_as = 'to_dun' then 'start_at_r1'
      else ''
    end as choice,
    c.sort_key
  from customers_customer c
  join ledger_open_item item on item.customer_id = c.id and item.open_amount > 0
  join ledger_document document on document.customer_id = item.customer_id and document.id = item.document_id
  left join dunning_item_progress progress on progress.customer_id = item.customer_id and progress.item_id = item.id
  where c.creditor_id = %(creditor_id)s
    and (document.doubt in ('doubtful', 'carried_forward', 'no_document', 'past_limitation') or item.due_date < %(on)s::date - 60)
    and (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
)
select item_id, customer_id, document_id, code, name, reference, due_date, days_late, open_amount, currency, flag, choice
from flagged
where (%(flag)s = '' or flag = %(flag)s) and (not %(only_unset)s or choice = '') and (not %(only_set)s or choice <> '')
order by sort_key, code, due_date, item_id
limit %(size)s offset %(offset)s
