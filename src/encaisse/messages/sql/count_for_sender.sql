-- One row: how many messages an address has sent in its current minute, this one included.
insert into messages_sender as sender (address, minute_started_at, sent_count)
values (%(address)s, %(now)s, 1)
on conflict (address) do update set
    minute_started_at = case when sender.minute_started_at <= %(now)s - interval '1 minute' or sender.minute_started_at > %(now)s then %(now)s else sender.minute_started_at end,
    sent_count = case when sender.minute_started_at <= %(now)s - interval '1 minute' or sender.minute_started_at > %(now)s then 1 else sender.sent_count + 1 end
returning sent_count
