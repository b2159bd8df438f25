-- One row: the number an argument of a job has, of the jobs of one name that wait or are under way.
select distinct (args ->> %(argument)s)::bigint as about
from procrastinate_jobs
where task_name = %(name)s and status in ('todo', 'doing') and args ? %(argument)s
