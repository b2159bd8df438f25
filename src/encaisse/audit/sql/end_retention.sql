-- One row = one month dropped: those that end on or before the given day.
select audit_drop_partitions(%(before)s::date) as name
