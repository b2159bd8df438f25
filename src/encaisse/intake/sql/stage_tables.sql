-- One row = one table of a stage still there.
select relname as name from pg_class where relkind = 'r' and (relname like 'intake_fec%%' or relname in ('intake_receivable', 'intake_due_day', 'intake_known_open'));
