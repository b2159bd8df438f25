-- One row per channel, level, currency and creditor of the drafts of whole creditors that wait for an approval: none's customer is looked up.
select action.channel, action.level, action.currency, action.creditor_id, count(*) as drafts, sum(action.net_amount) as net_amount
from dunning_planned_action action
where (%(scope_all_creditors)s or action.creditor_id = any (%(scope_creditors)s::bigint[]))
  and action.state = 'to_approve'
group by action.channel, action.level, action.currency, action.creditor_id
order by action.channel, action.level desc, action.currency, action.creditor_id
