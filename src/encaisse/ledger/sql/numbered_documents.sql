-- One row = a document of a creditor that a structured invoice or a file may be: found by its compact number, or by the ids that a stage of numbers gave.
SELECT d.id AS document_id, d.customer_id, d.number, d.issued_on, d.currency, d.gross_amount AS amount, i.item_id, i.due_date,
    i.due_date_source, p.total_amount
FROM ledger_document d
JOIN customers_customer c ON c.id = d.customer_id
LEFT JOIN LATERAL (
    SELECT min(o.id) AS item_id, min(o.due_date) AS due_date, min(o.due_date_source) AS due_date_source
    FROM ledger_open_item o
    WHERE o.customer_id = d.customer_id AND o.document_id = d.id
    HAVING count(*) = 1
) i ON true
LEFT JOIN ledger_invoice_particulars p ON p.customer_id = d.customer_id AND p.document_id = d.id
WHERE d.creditor_id = %(creditor_id)s AND d.kind IN ('invoice', 'credit_note', 'deposit', 'opening', 'bill', 'other') AND d.number <> ''
  AND (d.id = ANY (%(ids)s::bigint[])
    OR %(ids)s::bigint[] IS NULL
      AND regexp_replace(regexp_replace(upper(d.number), '(^|[^0-9])0+(?=[0-9])', '\1', 'g'), '[^0-9A-Z]+', '', 'g')
        = ANY (%(numbers)s::text[]))
  AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
ORDER BY d.id
