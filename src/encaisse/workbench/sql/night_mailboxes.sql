-- One row per mailbox: the mails it gave in a night, those that found their customer, those that still wait for somebody to file them.
select mailbox.creditor_id, mailbox.address, mailbox.read_at, mailbox.fault <> '' as is_failing,
  count(mail.id) as mails,
  count(mail.id) filter (where mail.customer_id is not null) as filed,
  count(mail.id) filter (where mail.customer_id is null and mail.closed_at is null) as to_file
from messages_mailbox mailbox
left join messages_incoming mail on mail.mailbox_id = mailbox.id and mail.recorded_at >= %(since)s and mail.recorded_at < %(until)s
where %(all_creditors)s or mailbox.creditor_id = any(%(creditors)s::bigint[])
group by mailbox.id, mailbox.creditor_id, mailbox.address, mailbox.read_at, mailbox.fault
order by mailbox.creditor_id
