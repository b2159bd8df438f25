-- One row per person: how many replies of their customers wait for an answer: mails nobody dealt with, and what was noted by a person.
with mine as (
  select c.id, c.payer_id, c.collector_id
  from customers_customer c
  where (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
    and c.collector_id = any (%(owner_ids)s::bigint[])
), waiting as (
  select mine.collector_id
  from messages_incoming mail
  join mine on mine.id = mail.customer_id
  where mail.nature = 'reply' and mail.closed_at is null
  union all
  select mine.collector_id
  from dunning_decision decision
  join mine on mine.id = decision.customer_id
  where decision.verdict = 'hold' and decision.code = 'reply'
    and not exists (
      select from messages_incoming mail
      join customers_customer writer on writer.id = mail.customer_id
      where writer.payer_id = mine.id and mail.nature = 'reply' and mail.arrived_at >= decision.decided_on - 10
    )
)
select collector_id, count(*) as reply_count
from waiting
group by collector_id
order by collector_id
