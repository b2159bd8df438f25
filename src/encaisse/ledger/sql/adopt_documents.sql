-- One row = a document that had come first as a structured invoice and that the accounts now list: it becomes theirs, once.
WITH listed AS (
    SELECT DISTINCT ON (d.id) d.id, r.source_key
    FROM {relation} r
    JOIN ledger_document d ON d.customer_id = r.customer_id AND d.issued_on = r.issued_on AND d.gross_amount = r.gross_amount
        AND d.currency = r.currency
    JOIN ledger_source s ON s.id = d.source_id AND s.kind = 'einvoice'
    WHERE r.batch_id = %(batch_id)s AND r.part_no = 1 AND r.number <> ''
      AND regexp_replace(upper(r.number), '[^0-9A-Z]+', '', 'g') = regexp_replace(upper(d.number), '[^0-9A-Z]+', '', 'g')
      AND NOT EXISTS (
          SELECT FROM ledger_document k
          WHERE k.customer_id = r.customer_id AND k.source_id = %(source_id)s AND k.source_key = r.source_key
      )
    ORDER BY d.id, r.source_key
), once AS (
    SELECT DISTINCT ON (source_key, id) id, source_key FROM listed
)
UPDATE ledger_document d
SET source_id = %(source_id)s, source_key = o.source_key
FROM once o
WHERE d.id = o.id
RETURNING d.id
