-- One row per id set aside for a planned action.
select nextval(pg_get_serial_sequence('dunning_planned_action', 'id')) from generate_series(1, %(count)s)
