-- One row per payer of a replay that lies in scope, those that received most in its first lane first: its lanes as one object.
select
  c.id as customer_id, c.code, c.name,
  jsonb_object_agg(payer.lane::text, jsonb_build_object('kinds', payer.kinds, 'cost', payer.cost_amount::text, 'level_days', payer.level_days)) as lanes,
  coalesce((array_agg(payer.paid) filter (where payer.lane = -1))[1], '[]'::jsonb) as paid,
  count(*) over () as total
from dunning_replay_payer payer
join customers_customer c on c.id = payer.customer_id
where payer.replay_id = %(replay_id)s
    and (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
group by c.id, c.code, c.name
order by max(payer.cost_amount) filter (where payer.lane = 0) desc nulls last, c.code, c.id
limit %(size)s offset %(offset)s
