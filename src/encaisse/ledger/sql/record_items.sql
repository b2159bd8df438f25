-- The staged items come in with their final open amount: the members of a balanced letter group are settled at once.
INSERT INTO ledger_open_item (
    id, creditor_id, customer_id, document_id, part_no, due_date, due_date_source, currency, amount, open_amount
)
SELECT i.id, %(creditor_id)s, i.customer_id, i.document_id, i.part_no, i.due_date, i.due_date_source, i.currency, i.amount,
    CASE WHEN i.is_settled THEN 0 ELSE i.amount END
FROM ledger_incoming i
JOIN customers_customer c ON c.id = i.customer_id AND c.creditor_id = %(creditor_id)s
WHERE i.known_id IS NULL
