-- One row per payer asked about whom a person chose: when accounting dealt with its covering credits, or the collector chose; when somebody
-- decided on the formal notice that an untouched step kept back.
select
  choice.payer_id, max(choice.chosen_on) filter (where choice.kind = 'allocate_credits') as credits_choice_on,
  max(choice.chosen_on) filter (where choice.kind = 'formal_notice_to_decide') as notice_decided_on
from (
  select signal.customer_id as payer_id, signal.kind, (signal.done_at at time zone %(timezone)s)::date as chosen_on
  from dunning_signal signal
  where signal.customer_id = any(%(payer_ids)s) and signal.kind in ('allocate_credits', 'formal_notice_to_decide')
    and signal.done_at is not null
  union all
  select action.customer_id, 'allocate_credits', action.ended_on
  from dunning_planned_action action
  where action.customer_id = any(%(payer_ids)s) and action.step_key = 'credits.choose' and action.state = 'done'
) choice
group by choice.payer_id
