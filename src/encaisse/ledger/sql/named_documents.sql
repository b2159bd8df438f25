-- One row per document asked for by its id, with the name of its customer.
SELECT d.id, d.customer_id, c.code, c.name, d.kind, d.number, d.issued_on, d.currency, d.gross_amount
FROM ledger_document d
JOIN customers_customer c ON c.id = d.customer_id
WHERE d.id = ANY (%(ids)s::bigint[])
  AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
