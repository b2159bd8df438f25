-- The open items already in the ledger that a letter of the staged documents names, locked in the order of their ids.
SELECT i.id
FROM ledger_open_item i
JOIN ledger_incoming g ON g.customer_id = i.customer_id AND g.known_id = i.document_id AND g.part_no = i.part_no
WHERE i.creditor_id = %(creditor_id)s AND i.open_amount <> 0 AND g.group_key IS NOT NULL AND g.known_id IS NOT NULL
ORDER BY i.id
FOR UPDATE OF i
