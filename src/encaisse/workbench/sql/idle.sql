-- One row per payer in scope and currency, late for N days or more, about whom nothing was done since: one page, and how many there are.
WITH member AS MATERIALIZED (
    SELECT m.id, m.payer_id FROM customers_customer m WHERE m.payer_id <> m.id
), recent AS MATERIALIZED (
    SELECT e.customer_id FROM messages_contact_event e WHERE e.happened_on > %(since)s
    UNION ALL
    SELECT t.customer_id FROM workbench_call t WHERE t.called_on > %(since)s
    UNION ALL
    SELECT n.customer_id FROM customers_note n WHERE n.written_at >= %(since)s::date + 1
    UNION ALL
    SELECT p.customer_id FROM commitments_promise p WHERE p.promised_on > %(since)s
    UNION ALL
    SELECT v.customer_id FROM disputes_event v WHERE v.at >= %(since)s::date + 1
    UNION ALL
    SELECT o.customer_id FROM disputes_dispute o WHERE o.opened_on > %(since)s OR o.answered_on > %(since)s OR o.closed_on > %(since)s
    UNION ALL
    SELECT a.customer_id FROM dunning_planned_action a WHERE a.state IN ('sent', 'done') AND a.ended_on > %(since)s
), busy AS (
    SELECT recent.customer_id AS payer_id FROM recent
    UNION ALL
    SELECT member.payer_id FROM recent JOIN member ON member.id = recent.customer_id
), owed AS (
    SELECT coalesce(member.payer_id, balance.customer_id) AS payer_id, balance.currency, sum(balance.overdue_amount) AS overdue_amount,
        min(balance.oldest_due_date) AS oldest_due_date
    FROM ledger_customer_balance balance
    LEFT JOIN member ON member.id = balance.customer_id
    WHERE balance.overdue_amount > 0
      AND NOT EXISTS (SELECT FROM busy WHERE busy.payer_id = coalesce(member.payer_id, balance.customer_id))
    GROUP BY 1, 2
    HAVING min(balance.oldest_due_date) <= %(since)s
), idle AS (
    SELECT c.id, c.collector_id, c.salesperson_id, c.sort_key, owed.currency, owed.overdue_amount, owed.oldest_due_date
    FROM owed
    JOIN customers_customer c ON c.id = owed.payer_id
    WHERE (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
), page AS (
    SELECT idle.*, count(*) OVER () AS total
    FROM idle
    WHERE (%(collector)s::bigint IS NULL OR idle.collector_id = %(collector)s OR (%(collector)s = 0 AND idle.collector_id IS NULL))
    ORDER BY
        CASE WHEN %(sort)s = 'overdue' THEN idle.overdue_amount END,
        CASE WHEN %(sort)s = '-overdue' THEN idle.overdue_amount END DESC,
        CASE WHEN %(sort)s = '-age' THEN idle.oldest_due_date END,
        CASE WHEN %(sort)s = 'age' THEN idle.oldest_due_date END DESC,
        CASE WHEN %(sort)s = 'name' THEN idle.sort_key END,
        CASE WHEN %(sort)s = '-name' THEN idle.sort_key END DESC,
        idle.id, idle.currency
    LIMIT %(limit)s OFFSET %(offset)s
)
SELECT c.id, c.creditor_id, c.code, c.name, page.currency, page.overdue_amount, page.oldest_due_date,
    %(on)s::date - page.oldest_due_date AS days_late, c.collector_id, c.salesperson_id,
    coalesce(dispute.department, '') AS department, dispute.due_on AS dispute_due_on,
    coalesce(decision.verdict, '') AS verdict, coalesce(decision.code, '') AS reason, decision.until_on,
    last.deed AS last_deed, last.happened_on AS last_deed_on, page.total
FROM page
JOIN customers_customer c ON c.id = page.id
LEFT JOIN dunning_decision decision ON decision.customer_id = page.id
LEFT JOIN LATERAL (
    SELECT o.department, o.due_on FROM disputes_dispute o
    WHERE o.customer_id = page.id AND o.closed_on IS NULL AND o.answered_on IS NULL
    ORDER BY o.due_on, o.id LIMIT 1
) dispute ON true
LEFT JOIN LATERAL (
    SELECT deed, happened_on FROM (
        (SELECT CASE WHEN e.direction = 'in' THEN 'reply' WHEN e.channel = 'call' THEN 'call' ELSE 'sent' END AS deed, e.happened_on
         FROM messages_contact_event e JOIN customers_customer k ON k.id = e.customer_id AND k.payer_id = page.id
         ORDER BY e.happened_at DESC LIMIT 1)
        UNION ALL
        (SELECT 'call', t.called_on FROM workbench_call t JOIN customers_customer k ON k.id = t.customer_id AND k.payer_id = page.id
         ORDER BY t.called_at DESC LIMIT 1)
        UNION ALL
        (SELECT 'note', n.written_at::date FROM customers_note n JOIN customers_customer k ON k.id = n.customer_id AND k.payer_id = page.id
         ORDER BY n.written_at DESC LIMIT 1)
        UNION ALL
        (SELECT 'promise', p.promised_on FROM commitments_promise p JOIN customers_customer k ON k.id = p.customer_id AND k.payer_id = page.id
         ORDER BY p.promised_on DESC LIMIT 1)
        UNION ALL
        (SELECT 'dispute', greatest(o.opened_on, o.answered_on, o.closed_on) FROM disputes_dispute o
         JOIN customers_customer k ON k.id = o.customer_id AND k.payer_id = page.id ORDER BY 2 DESC LIMIT 1)
        UNION ALL
        (SELECT 'task', a.ended_on FROM dunning_planned_action a
         WHERE a.creditor_id = c.creditor_id AND a.customer_id = page.id AND a.state IN ('sent', 'done') AND a.ended_on IS NOT NULL
         ORDER BY a.ended_on DESC LIMIT 1)
    ) deeds
    ORDER BY happened_on DESC NULLS LAST LIMIT 1
) last ON true
ORDER BY
    CASE WHEN %(sort)s = 'overdue' THEN page.overdue_amount END,
    CASE WHEN %(sort)s = '-overdue' THEN page.overdue_amount END DESC,
    CASE WHEN %(sort)s = '-age' THEN page.oldest_due_date END,
    CASE WHEN %(sort)s = 'age' THEN page.oldest_due_date END DESC,
    CASE WHEN %(sort)s = 'name' THEN page.sort_key END,
    CASE WHEN %(sort)s = '-name' THEN page.sort_key END DESC,
    page.id, page.currency
