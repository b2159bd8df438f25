-- One row: the hash of everything a close holds, in one order and one writing; hashed by customer, so that memory stays small.
WITH items AS (
    SELECT i.customer_id, sha256(convert_to(string_agg(
        concat_ws('|', i.item_id, i.currency, to_char(i.due_date, 'YYYYMMDD'), i.open_amount, coalesce(i.comment_id, 0)), E'\n'
        ORDER BY i.item_id), 'UTF8')) AS digest
    FROM workbench_closed_item i
    WHERE i.close_id = %(close_id)s
    GROUP BY i.customer_id
), balances AS (
    SELECT b.customer_id, sha256(convert_to(string_agg(
        concat_ws('|', b.currency, b.code, b.name, b.segment, b.region, coalesce(b.group_id, 0), coalesce(b.collector_id, 0),
            coalesce(b.salesperson_id, 0), b.open_amount, b.credit_amount, b.not_due_amount, b.overdue_amount, b.age_1, b.age_2, b.age_3,
            b.age_4, b.age_5, b.age_6, coalesce(to_char(b.oldest_due_date, 'YYYYMMDD'), ''), b.item_count, coalesce(b.comment_id, 0)),
        E'\n' ORDER BY b.currency), 'UTF8')) AS digest
    FROM workbench_closed_balance b
    WHERE b.close_id = %(close_id)s
    GROUP BY b.customer_id
), comments AS (
    SELECT sha256(convert_to(coalesce(string_agg(
        concat_ws('|', r.id, r.outlook, r.body, coalesce(to_char(r.expected_on, 'YYYYMMDD'), ''), coalesce(r.expected_amount, 0)), E'\n'
        ORDER BY r.id), ''), 'UTF8')) AS digest
    FROM workbench_review_comment r
    WHERE r.id IN (
        SELECT i.comment_id FROM workbench_closed_item i WHERE i.close_id = %(close_id)s AND i.comment_id IS NOT NULL
        UNION
        SELECT b.comment_id FROM workbench_closed_balance b WHERE b.close_id = %(close_id)s AND b.comment_id IS NOT NULL
    )
)
SELECT sha256(
    convert_to(k.creditor_id || '|' || to_char(k.closed_on, 'YYYYMMDD'), 'UTF8')
    || coalesce((SELECT string_agg(b.digest || i.digest, ''::bytea ORDER BY b.customer_id) FROM balances b JOIN items i USING (customer_id)), '')
    || (SELECT digest FROM comments)
) AS sha256
FROM workbench_close k
WHERE k.id = %(close_id)s
