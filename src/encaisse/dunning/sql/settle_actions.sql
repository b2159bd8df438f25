-- Notes what became of the message of each action named.
update dunning_planned_action
set state = %(state)s, ended_on = case when %(state)s in ('sent', 'unknown') then decided_on end
where id = any(%(ids)s)
