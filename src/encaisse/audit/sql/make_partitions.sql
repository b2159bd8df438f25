-- One row: how many monthly partitions were missing from this month to two years ahead.
select audit_make_partitions(%(on)s::date, (%(on)s::date + interval '2 years')::date) as made
