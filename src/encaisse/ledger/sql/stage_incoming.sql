-- One row = one part of a document of the relation, with the ids it bears or will bear, whether its letter group balances, and whether
-- it does so among new documents. Kept for the length of the transaction, unlogged: the planner knows its size, not that of a returned insert.
CREATE UNLOGGED TABLE ledger_incoming AS
WITH given AS (
    SELECT r.row_no, r.customer_id, r.kind, r.number, r.title, r.issued_on, r.performed_on, r.currency, r.gross_amount, r.net_amount,
        r.order_reference, r.doubt, r.salesperson_id, r.source_key, r.part_no, r.due_date, r.due_date_source, r.amount, r.group_key,
        r.settled_on, k.id AS known_id
    FROM {relation} r
    LEFT JOIN ledger_document k ON k.customer_id = r.customer_id AND k.source_id = %(source_id)s AND k.source_key = r.source_key
    WHERE r.batch_id = %(batch_id)s
), balanced AS (
    SELECT customer_id, group_key, currency, bool_and(known_id IS NULL) AS is_new
    FROM given
    WHERE group_key IS NOT NULL
    GROUP BY customer_id, group_key, currency
    HAVING sum(amount) = 0
), sequences AS MATERIALIZED ( -- named once: to look a sequence up costs more than to draw from it
    SELECT pg_get_serial_sequence('ledger_document', 'id')::regclass AS of_documents,
        pg_get_serial_sequence('ledger_open_item', 'id')::regclass AS of_items
)
SELECT g.*, b.is_new IS NOT NULL AS is_balanced, coalesce(b.is_new, false) AS is_settled,
    CASE WHEN g.known_id IS NULL AND g.part_no = 1 THEN nextval(s.of_documents) END
        AS document_id,
    CASE WHEN g.known_id IS NULL THEN nextval(s.of_items) END AS id
FROM given g
CROSS JOIN sequences s
LEFT JOIN balanced b USING (customer_id, group_key, currency)
