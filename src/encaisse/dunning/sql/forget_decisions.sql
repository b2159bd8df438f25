-- Makes the run decide again about the payers of some actions.
update dunning_decision decision set until_on = decision.decided_on
from dunning_planned_action action
where action.id = any(%(action_ids)s) and decision.customer_id = action.customer_id
