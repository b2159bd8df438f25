-- One row per planned action of whole creditors, of the states, channels and customer asked: the largest and firmest first.
-- Nobody's customers are left out: the page is chosen on the actions alone.
with page as (
  select chosen.*, row_number() over () as place
  from (
    select action.id, count(*) over () as total
    from dunning_planned_action action
    where (%(scope_all_creditors)s or action.creditor_id = any (%(scope_creditors)s::bigint[]))
      and action.state = any(%(states)s)
      and (%(channels)s::text[] is null or action.channel = any(%(channels)s))
      and (%(customer_id)s::bigint is null or action.customer_id = %(customer_id)s)
      and (%(assignee_id)s::bigint is null or action.assignee_id = %(assignee_id)s)
      -- What is for sales stands in the salesperson's list, not in whoever sees everything's.
      and (%(selling)s::bigint[] is null or action.channel <> 'sales_task' or not exists (
        select from customers_customer sold where sold.id = action.customer_id and sold.salesperson_id <> all(%(selling)s::bigint[])))
      and (%(ids)s::bigint[] is null or action.id = any(%(ids)s))
      and (%(ended_on)s::date is null or action.ended_on = %(ended_on)s)
    order by
      case when %(newest_first)s then action.id end desc,
      action.call_back_at nulls last, action.net_amount * (1 + action.level) desc, action.id
    limit %(size)s offset %(offset)s
  ) chosen
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
