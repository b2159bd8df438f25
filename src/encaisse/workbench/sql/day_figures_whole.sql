-- One row per channel and currency of the messages to approve of whole creditors: nobody's customers are left out, so none is looked up.
select action.channel, action.currency, count(*) as count, sum(action.net_amount) as net_amount, min(action.planned_since) as oldest_on
from dunning_planned_action action
where (%(scope_all_creditors)s or action.creditor_id = any (%(scope_creditors)s::bigint[]))
  and action.state = 'to_approve'
group by action.channel, action.currency
order by action.channel, action.currency
