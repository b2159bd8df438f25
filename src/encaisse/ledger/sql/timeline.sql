-- One row per fact of a customer's ledger, the latest first.
WITH seen AS (
    SELECT c.id FROM customers_customer c
    WHERE c.id = %(customer_id)s
      AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
), facts AS (
    SELECT d.issued_on AS on, d.recorded_at AS at, d.kind, d.id AS document_id, d.number AS reference, d.gross_amount AS amount,
        d.currency, d.title AS detail
    FROM ledger_document d JOIN seen ON seen.id = d.customer_id
    UNION ALL
    SELECT a.allocated_on, a.recorded_at, CASE WHEN a.amount > 0 THEN 'allocated' ELSE 'unallocated' END, debit.id, debit.number,
        a.amount, debit.currency, credit.number
    FROM ledger_allocation a
    JOIN seen ON seen.id = a.customer_id
    JOIN ledger_open_item di ON di.customer_id = a.customer_id AND di.id = a.debit_id
    JOIN ledger_document debit ON debit.customer_id = di.customer_id AND debit.id = di.document_id
    JOIN ledger_open_item ci ON ci.customer_id = a.customer_id AND ci.id = a.credit_id
    JOIN ledger_document credit ON credit.customer_id = ci.customer_id AND credit.id = ci.document_id
    UNION ALL
    SELECT r.returned_on, r.recorded_at, 'returned', d.id, d.number, -i.amount, i.currency, r.reason_code
    FROM ledger_returned_payment r
    JOIN seen ON seen.id = r.customer_id
    JOIN ledger_open_item i ON i.customer_id = r.customer_id AND i.id = r.credit_id
    JOIN ledger_document d ON d.customer_id = i.customer_id AND d.id = i.document_id
    UNION ALL
    SELECT x.changed_on, x.recorded_at, 'due_date_changed', d.id, d.number, NULL, i.currency,
        to_char(x.from_date, 'YYYY-MM-DD') || ' → ' || to_char(x.to_date, 'YYYY-MM-DD') || ' ' || x.reason
    FROM ledger_due_date_change x
    JOIN seen ON seen.id = x.customer_id
    JOIN ledger_open_item i ON i.customer_id = x.customer_id AND i.id = x.item_id
    JOIN ledger_document d ON d.customer_id = i.customer_id AND d.id = i.document_id
    UNION ALL
    SELECT s.happened_at::date, s.recorded_at, 'delivery_state', d.id, d.number, NULL, d.currency, s.code || ' ' || s.reason_code || s.comment
    FROM ledger_delivery_state s
    JOIN seen ON seen.id = s.customer_id
    JOIN ledger_document d ON d.customer_id = s.customer_id AND d.id = s.document_id
    UNION ALL
    SELECT q.recorded_at::date, q.recorded_at, 'qualified', d.id, coalesce(d.number, ''), NULL, coalesce(d.currency, ''), q.qualified_as
    FROM ledger_qualification q
    JOIN seen ON seen.id = q.customer_id
    LEFT JOIN ledger_document d ON d.customer_id = q.customer_id AND d.id = q.document_id
)
SELECT f.on, f.at, f.kind, f.document_id, f.reference, f.amount, f.currency, f.detail
FROM facts f
ORDER BY f.on DESC, f.at DESC, f.document_id DESC, f.kind
LIMIT %(limit)s
