-- Notes that what was decided for the payers of these actions was not said: its message could not leave, or a person took it back.
-- They are decided again when they would have been.
update dunning_decision decision set verdict = 'wait', code = %(code)s
from dunning_planned_action action
where action.id = any(%(action_ids)s) and decision.customer_id = action.customer_id and decision.verdict = 'act'
  and not exists (
    select from dunning_planned_action live
    where live.customer_id = action.customer_id and live.state in ('to_approve', 'approved', 'sending')
  )
