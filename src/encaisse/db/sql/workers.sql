-- One row: how many workers gave a sign lately, the last sign of any, and the jobs whose time has come.
select
  (select count(*) from procrastinate_workers where last_heartbeat > now() - %(patience)s * interval '1 second') as awake,
  (select max(last_heartbeat) from procrastinate_workers) as last_seen_at,
  count(*) filter (where status = 'todo' and coalesce(scheduled_at, now()) <= now()) as waiting,
  count(*) filter (where status = 'doing') as under_way
from procrastinate_jobs
