-- One row per document whose compact number is among those asked, from the numbers staged for this import.
SELECT document_id FROM pg_temp.ledger_number WHERE compact = ANY (%(numbers)s::text[])
