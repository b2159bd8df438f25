-- One row = one item still open of a balanced letter group that has a member known before, with what is open of the items of its side
-- up to it. Kept for the length of the transaction: the planner knows how many there are before it pairs them.
CREATE UNLOGGED TABLE ledger_settling AS
SELECT i.id, i.customer_id, r.group_key, i.currency, r.settled_on, d.issued_on, i.open_amount > 0 AS is_debit,
    abs(i.open_amount) AS amount,
    sum(abs(i.open_amount)) OVER (
        PARTITION BY i.customer_id, r.group_key, i.currency, i.open_amount > 0 ORDER BY i.due_date, i.id
    ) AS up_to
FROM ledger_incoming r
JOIN ledger_open_item i ON i.customer_id = r.customer_id AND i.document_id = coalesce(r.known_id, r.document_id) AND i.part_no = r.part_no
JOIN ledger_document d ON d.customer_id = i.customer_id AND d.id = i.document_id
WHERE r.is_balanced AND NOT r.is_settled AND i.creditor_id = %(creditor_id)s AND i.open_amount <> 0
