-- Notes what became of the message of each action named, and the day it is dated from.
update dunning_planned_action set state = %(state)s, ended_on = %(on)s::date where id = any(%(ids)s)
