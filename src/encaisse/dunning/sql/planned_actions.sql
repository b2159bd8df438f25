-- One row per planned action in scope, of the states, channels and customer asked: the largest and firmest first.
-- The page is chosen on narrow rows; what is shown is read for the page alone.
with page as (
  select action.id, count(*) over () as total,
    row_number() over (
      order by
        case when %(newest_first)s then action.id end desc,
        action.call_back_at nulls last, action.net_amount * (1 + action.level) desc, action.id
    ) as place
  from dunning_planned_action action
  join customers_customer c on c.id = action.customer_id
  where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
    and action.state = any(%(states)s)
    and (%(channels)s::text[] is null or action.channel = any(%(channels)s))
    and (%(customer_id)s::bigint is null or action.customer_id = %(customer_id)s)
    and (%(assignee_id)s::bigint is null or action.assignee_id = %(assignee_id)s)
    and (%(collector_id)s::bigint is null or c.collector_id = %(collector_id)s)
    -- What is for sales stands in the salesperson's list, not in the collector's.
    and (%(selling)s::bigint[] is null or action.channel <> 'sales_task' or c.salesperson_id is null
         or c.salesperson_id = any(%(selling)s::bigint[]))
    and (%(ids)s::bigint[] is null or action.id = any(%(ids)s))
    and (%(ended_on)s::date is null or action.ended_on = %(ended_on)s)
  order by place
  limit %(size)s offset %(offset)s
)
select
  action.id, action.creditor_id, action.customer_id, c.code, c.name, action.decided_on, action.planned_since, action.step_key,
  action.position, action.level, action.channel, action.mode, action.template_code, action.sender_role, action.assignee_id, action.state,
  action.currency, action.net_amount, action.subject_id, action.reason, action.message_id, action.approved_at, action.approved_by,
  action.call_back_at, action.attempts, action.ended_on, action.result, action.version_id, action.debtor_id,
  (select count(*) from dunning_action_item listed where listed.planned_action_id = action.id and listed.section in ('claimed', 'also_due')) as item_count,
  action.not_before, action.joins_id,
  page.total
from page
join dunning_planned_action action on action.id = page.id
join customers_customer c on c.id = action.customer_id
order by page.place
