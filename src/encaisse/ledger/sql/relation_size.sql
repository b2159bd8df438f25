-- One row: how many documents and letter groups a relation gives, and how many of the groups are balanced.
SELECT
    (SELECT count(*) FROM {relation} r WHERE r.batch_id = %(batch_id)s AND r.part_no = 1) AS documents,
    count(*) AS groups,
    count(*) FILTER (WHERE g.amount = 0) AS balanced
FROM (
    SELECT sum(r.amount) AS amount
    FROM {relation} r
    WHERE r.batch_id = %(batch_id)s AND r.group_key IS NOT NULL
    GROUP BY r.customer_id, r.group_key, r.currency
) g
