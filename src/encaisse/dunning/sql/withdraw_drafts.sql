-- Withdraws drafts that nobody sent: what they would say is no longer true.
update dunning_planned_action set state = 'withdrawn', result = %(why)s
where id = any(%(action_ids)s) and state in ('to_approve', 'approved')
