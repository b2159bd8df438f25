-- The staged items come in with their final open amount: the members of a balanced letter group are settled at once.
INSERT INTO ledger_open_item (
    id, creditor_id, customer_id, document_id, part_no, due_date, due_date_source, currency, amount, open_amount
)
SELECT id, %(creditor_id)s, customer_id, document_id, part_no, due_date, due_date_source, currency, amount,
    CASE WHEN is_settled THEN 0 ELSE amount END
FROM ledger_incoming
