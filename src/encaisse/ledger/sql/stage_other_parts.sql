-- The later parts of a document belong to the document of its first part.
UPDATE ledger_incoming p
SET document_id = f.document_id
FROM ledger_incoming f
WHERE p.part_no > 1 AND p.known_id IS NULL AND f.part_no = 1 AND f.customer_id = p.customer_id AND f.source_key = p.source_key
