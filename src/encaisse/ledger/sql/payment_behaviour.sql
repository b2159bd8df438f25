-- One row per month of a window, the oldest first: what was invoiced and received, how late the money that settled invoices came
-- (days weighted by amounts, counted from the due date to the day the money came), and the invoices not settled on their due date.
WITH seen AS (
    SELECT c.id FROM customers_customer c
    WHERE c.id = %(customer_id)s
      AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
), months AS (
    SELECT generate_series(%(first)s::date, %(on)s::date, interval '1 month')::date AS month
), invoiced AS (
    SELECT date_trunc('month', d.issued_on)::date AS month, sum(d.gross_amount) AS amount
    FROM ledger_document d JOIN seen ON seen.id = d.customer_id
    WHERE d.kind = 'invoice' AND d.currency = %(currency)s AND d.issued_on BETWEEN %(first)s AND %(on)s
    GROUP BY 1
), received AS (
    SELECT date_trunc('month', d.issued_on)::date AS month, sum(-d.gross_amount) AS amount
    FROM ledger_document d JOIN seen ON seen.id = d.customer_id
    WHERE d.kind = 'payment' AND d.gross_amount < 0 AND d.currency = %(currency)s AND d.issued_on BETWEEN %(first)s AND %(on)s
      AND NOT EXISTS (
          SELECT 1 FROM ledger_returned_payment r JOIN ledger_open_item i ON i.customer_id = r.customer_id AND i.id = r.credit_id
          WHERE r.customer_id = d.customer_id AND i.document_id = d.id)
    GROUP BY 1
), settlements AS (
    SELECT a.debit_id, debit.due_date, debit.document_id, credit_document.kind, credit_document.issued_on AS paid_on, a.amount
    FROM ledger_allocation a
    JOIN seen ON seen.id = a.customer_id
    JOIN ledger_open_item debit ON debit.customer_id = a.customer_id AND debit.id = a.debit_id
    JOIN ledger_open_item credit ON credit.customer_id = a.customer_id AND credit.id = a.credit_id
    JOIN ledger_document credit_document
      ON credit_document.customer_id = credit.customer_id AND credit_document.id = credit.document_id
    WHERE debit.currency = %(currency)s
), paid AS (
    SELECT date_trunc('month', s.paid_on)::date AS month, sum(s.amount) AS amount, sum(s.amount * (s.paid_on - s.due_date)) AS amount_days
    FROM settlements s
    WHERE s.kind = 'payment' AND s.paid_on BETWEEN %(first)s AND %(on)s
    GROUP BY 1
), late AS (
    SELECT date_trunc('month', i.due_date)::date AS month, count(DISTINCT i.document_id) AS documents
    FROM ledger_open_item i
    JOIN seen ON seen.id = i.customer_id
    JOIN ledger_document d ON d.customer_id = i.customer_id AND d.id = i.document_id
    WHERE d.kind = 'invoice' AND i.amount > 0 AND i.currency = %(currency)s AND i.due_date >= %(first)s AND i.due_date < %(on)s
      AND i.amount > coalesce((SELECT sum(s.amount) FROM settlements s WHERE s.debit_id = i.id AND s.paid_on <= i.due_date), 0)
    GROUP BY 1
)
SELECT m.month, coalesce(invoiced.amount, 0) AS invoiced_amount, coalesce(received.amount, 0) AS received_amount,
    coalesce(paid.amount, 0) AS settled_amount, coalesce(paid.amount_days, 0) AS amount_days, coalesce(late.documents, 0) AS late_count
FROM months m
LEFT JOIN invoiced USING (month)
LEFT JOIN received USING (month)
LEFT JOIN paid USING (month)
LEFT JOIN late USING (month)
ORDER BY m.month
