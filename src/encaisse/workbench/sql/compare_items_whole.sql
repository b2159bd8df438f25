-- One row per currency and movement: how many items of a company are new, settled, reduced, grown or the same from one close to the next,
-- and by how much the balance moved with them. Nobody's customers are left out, so none is looked up.
WITH paired AS (
    SELECT coalesce(o.currency, n.currency) AS currency, o.open_amount AS before, n.open_amount AS after
    FROM (SELECT * FROM workbench_closed_item WHERE close_id = %(before_id)s) o
    FULL JOIN (SELECT * FROM workbench_closed_item WHERE close_id = %(after_id)s) n
        ON n.customer_id = o.customer_id AND n.item_id = o.item_id
)
SELECT currency,
    CASE WHEN before IS NULL THEN 'new' WHEN after IS NULL THEN 'settled' WHEN before = after THEN 'same'
         WHEN abs(after) < abs(before) THEN 'reduced' ELSE 'grown' END AS movement,
    count(*) AS items, sum(coalesce(after, 0) - coalesce(before, 0)) AS amount
FROM paired
GROUP BY 1, 2
