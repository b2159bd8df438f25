-- One row per open item of the customers that pass the filters: what is open of it, the last step taken, what comes next for its payer,
-- whether it is disputed, and the latest comment about it.
SELECT
    c.id AS customer_id, c.code, c.name, i.id AS item_id, d.kind, d.number, d.title, d.issued_on, d.order_reference,
    i.due_date, i.currency, i.amount, i.open_amount, c.collector_id, c.salesperson_id,
    p.last_level, p.last_ended_on,
    coalesce(decision.verdict, '') AS verdict, coalesce(decision.code, '') AS reason, decision.until_on,
    coalesce(action.channel, '') AS channel, action.level, coalesce(action.state, '') AS state,
    coalesce(dispute.reason, '') AS dispute_reason, dispute.due_on AS dispute_due_on,
    coalesce(r.outlook, '') AS outlook, coalesce(r.body, '') AS comment, r.expected_on, r.expected_amount, r.written_on,
    coalesce(r.written_by_name, '') AS written_by_name
FROM ledger_open_item i
JOIN ledger_document d ON d.customer_id = i.customer_id AND d.id = i.document_id
JOIN customers_customer c ON c.id = i.customer_id
LEFT JOIN dunning_item_progress p ON p.customer_id = i.customer_id AND p.item_id = i.id
LEFT JOIN dunning_decision decision ON decision.customer_id = c.payer_id
LEFT JOIN dunning_planned_action action
    ON action.creditor_id = c.creditor_id AND action.customer_id = c.payer_id AND action.state IN ('to_approve', 'approved', 'sending')
LEFT JOIN (
    SELECT DISTINCT ON (x.item_id) x.item_id, o.reason, o.due_on
    FROM disputes_dispute o JOIN disputes_item x ON x.customer_id = o.customer_id AND x.dispute_id = o.id
    WHERE o.closed_on IS NULL
    ORDER BY x.item_id, o.id DESC
) dispute ON dispute.item_id = i.id
LEFT JOIN (
    SELECT DISTINCT ON (s.item_id) s.* FROM workbench_review_comment s WHERE s.item_id IS NOT NULL ORDER BY s.item_id, s.id DESC
) r ON r.item_id = i.id
WHERE i.open_amount <> 0
  AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
  AND (%(creditor)s::bigint IS NULL OR c.creditor_id = %(creditor)s)
  AND (%(collector)s::bigint IS NULL OR c.collector_id = %(collector)s OR (%(collector)s = 0 AND c.collector_id IS NULL))
  AND (%(salesperson)s::bigint IS NULL OR c.salesperson_id = %(salesperson)s OR (%(salesperson)s = 0 AND c.salesperson_id IS NULL))
  AND (%(segment)s = '' OR c.segment = %(segment)s)
  AND (%(group)s::bigint IS NULL OR c.group_id = %(group)s OR (%(group)s = 0 AND c.group_id IS NULL))
  AND (%(region)s = '' OR c.region = %(region)s)
  AND (%(kind)s = '' OR c.kind = %(kind)s)
  AND (%(words)s = '' OR c.id IN (
      SELECT w.id FROM customers_customer w
      WHERE to_tsvector('simple', coalesce(w.search_text, '')) @@ to_tsquery('simple', %(words)s)
  ))
  AND (NOT %(only_overdue)s OR (i.customer_id, i.currency) IN (
      SELECT l.customer_id, l.currency FROM ledger_customer_balance l WHERE l.overdue_amount > 0
  ))
ORDER BY c.creditor_id, c.sort_key, c.id, i.due_date, i.id
