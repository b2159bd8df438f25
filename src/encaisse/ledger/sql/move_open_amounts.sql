-- The open amounts of items, moved by what was just allocated (or undone).
UPDATE ledger_open_item i
SET open_amount = i.open_amount + m.amount
FROM (
    SELECT x.id, sum(x.amount) AS amount
    FROM unnest(%(ids)s::bigint[], %(amounts)s::numeric[]) AS x (id, amount)
    GROUP BY x.id
) m
WHERE i.id = m.id
