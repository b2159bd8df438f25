-- One row per person: how many of their customers replied and wait for an answer.
select c.collector_id, count(*) as reply_count
from dunning_decision decision
join customers_customer c on c.id = decision.customer_id
where decision.verdict = 'hold' and decision.code = 'reply'
  and (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  and c.collector_id = any (%(owner_ids)s::bigint[])
group by c.collector_id
order by c.collector_id
