-- One row per creditor and outcome: the messages tried in a night.
select message.creditor_id, attempt.outcome, count(*) as messages
from messages_attempt attempt
join messages_message message on message.id = attempt.message_id
where attempt.started_at >= %(since)s and attempt.started_at < %(until)s
  and (%(all_creditors)s or message.creditor_id = any(%(creditors)s::bigint[]))
group by message.creditor_id, attempt.outcome
order by message.creditor_id, attempt.outcome
