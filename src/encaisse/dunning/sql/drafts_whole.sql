-- One row per draft of whole creditors that waits for an approval, by channel, the firmest and largest first: an index has this order.
select action.id
from dunning_planned_action action
where (%(scope_all_creditors)s or action.creditor_id = any (%(scope_creditors)s::bigint[]))
  and action.state = 'to_approve'
  and (%(creditor)s::bigint is null or action.creditor_id = %(creditor)s)
  and (%(channel)s = '' or action.channel = %(channel)s)
  and (%(level)s::smallint is null or action.level = %(level)s)
order by action.channel, action.level desc, action.net_amount desc, action.id
limit %(size)s offset %(offset)s
