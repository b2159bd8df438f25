-- How many calls and visits of whole creditors wait to be made; on a day, less those tried that day and those agreed for a later one.
select count(distinct case when %(on)s::date is null then action.id else coalesce(action.joins_id, action.id) end) as count
from dunning_planned_action action
where (%(scope_all_creditors)s or action.creditor_id = any (%(scope_creditors)s::bigint[]))
  and action.state = 'approved' and action.channel in ('call', 'visit')
  and (%(on)s::date is null or coalesce(action.call_back_at, '-infinity') < %(on)s::date + 1)
  and (%(on)s::date is null or action.call_back_at is not null or not exists (
    select from workbench_call tried
    where tried.customer_id = action.customer_id and tried.action_id = action.id and tried.called_on = %(on)s
  ))
