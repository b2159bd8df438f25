-- Empties a draft of its items (they are listed anew) and sets its amount.
with emptied as (delete from dunning_action_item where planned_action_id = %(id)s)
update dunning_planned_action set net_amount = %(net_amount)s, signature = %(signature)s,
  reason = %(reason)s::jsonb || case when reason ? 'approved' then jsonb_build_object('approved', reason -> 'approved') else '{}'::jsonb end
where id = %(id)s
