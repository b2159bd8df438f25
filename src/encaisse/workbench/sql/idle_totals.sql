-- One row per collector and currency: how many payers in scope are late and left alone, and what they owe.
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
)
SELECT coalesce(idle.collector_id, 0) AS collector_id, idle.currency, count(*) AS payers, sum(idle.overdue_amount) AS overdue_amount
FROM idle
GROUP BY 1, 2
ORDER BY overdue_amount DESC, 1, 2
