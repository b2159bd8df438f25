-- One row per reason for which overdue items of a creditor wait on the go-live screen: how many, and how many nobody has set.
select flag, count(*) as items, count(*) filter (where is_unset) as unset_items
from (
  select
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
    document.qualified_as = '' and progress.last_how is distinct from 'already_reached' and progress.fixed_start is null as is_unset
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
) flagged
group by flag
order by flag
