-- One row per payer asked whose covering credits a person looked at: when accounting dealt with them, or the collector chose.
select choice.payer_id, max(choice.chosen_on) as credits_choice_on
from (
  select signal.customer_id as payer_id, (signal.done_at at time zone %(timezone)s)::date as chosen_on
  from dunning_signal signal
  where signal.customer_id = any(%(payer_ids)s) and signal.kind = 'allocate_credits' and signal.done_at is not null
  union all
  select action.customer_id, action.ended_on
  from dunning_planned_action action
  where action.customer_id = any(%(payer_ids)s) and action.step_key = 'credits.choose' and action.state = 'done'
) choice
group by choice.payer_id
