-- Notes, on the items a registered letter recorded, the day it was presented; none when the post never said so after all.
update dunning_item_progress progress set presented_on = %(presented_on)s::date
from dunning_action_item listed
where listed.planned_action_id = %(action_id)s and listed.own_position is not null
  and progress.customer_id = listed.customer_id and progress.item_id = listed.item_id
