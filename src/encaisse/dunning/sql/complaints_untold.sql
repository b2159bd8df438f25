-- One row per complaint of lately that no task told yet.
select
  complaint.customer_id, complaint.recipient, complaint.kind,
  (complaint.happened_at at time zone creditor.timezone)::date as complained_on
from messages_complaint complaint
join creditors_creditor creditor on creditor.id = complaint.creditor_id
where complaint.recorded_at > %(since)s
  and (%(all_creditors)s or complaint.creditor_id = any(%(creditors)s::bigint[]))
  and not exists (
    select from dunning_signal signal
    where signal.customer_id = complaint.customer_id and signal.kind = 'address_objects'
      and signal.raised_on >= (complaint.happened_at at time zone creditor.timezone)::date
  )
order by complaint.id
