-- One row per staged document that its source had not given yet. A doubtful document takes what was decided of its customer.
INSERT INTO ledger_document (
    id, creditor_id, customer_id, kind, number, title, issued_on, performed_on, currency, gross_amount, net_amount, order_reference,
    doubt, qualified_as, salesperson_id, source_id, source_key
)
SELECT
    r.document_id, %(creditor_id)s, r.customer_id, r.kind, r.number, r.title, r.issued_on, r.performed_on, r.currency, r.gross_amount,
    r.net_amount, r.order_reference, x.doubt, CASE WHEN x.doubt <> '' THEN coalesce(q.qualified_as, '') ELSE '' END, r.salesperson_id,
    %(source_id)s, r.source_key
FROM ledger_incoming r
JOIN customers_customer c ON c.id = r.customer_id AND c.creditor_id = %(creditor_id)s
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN r.doubt <> '' THEN r.doubt
        WHEN c.kind = 'miscellaneous' THEN 'collective'
        WHEN c.kind IN ('affiliate', 'employee') THEN c.kind
        ELSE ''
    END AS doubt
) x
LEFT JOIN (
    SELECT DISTINCT ON (d.customer_id) d.customer_id, d.qualified_as
    FROM ledger_qualification d
    WHERE d.document_id IS NULL
    ORDER BY d.customer_id, d.id DESC
) q ON q.customer_id = r.customer_id
WHERE r.known_id IS NULL AND r.part_no = 1
