-- One row: the instant before which every fact recorded is visible. Transactions still under way began after it.
select least(now(), min(activity.xact_start)) as instant
from pg_stat_activity activity
where activity.datname = current_database() and activity.xact_start is not null and activity.backend_type = 'client backend'
