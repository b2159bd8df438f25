-- One row: an address that has used up its minute.
select address
from messages_sender
where sent_count >= %(minute_limit)s and minute_started_at > %(now)s - interval '1 minute' and minute_started_at <= %(now)s
