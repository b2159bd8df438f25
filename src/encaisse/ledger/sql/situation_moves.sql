-- One row per item of a source whose open amount a situation does not show as it is; an absent item is settled.
SELECT i.id, i.customer_id, i.currency, i.due_date, i.amount, i.open_amount,
    CASE WHEN i.amount >= 0 THEN greatest(least(coalesce(r.open_amount, 0), i.amount), 0)
         ELSE least(greatest(coalesce(r.open_amount, 0), i.amount), 0) END AS shown_amount
FROM ledger_open_item i
JOIN ledger_document d ON d.customer_id = i.customer_id AND d.id = i.document_id AND d.source_id = %(source_id)s
LEFT JOIN {relation} r
    ON r.batch_id = %(batch_id)s AND r.customer_id = i.customer_id AND r.source_key = d.source_key AND r.part_no = i.part_no
WHERE d.source_key NOT LIKE 'settled:%%' AND d.source_key NOT LIKE 'returned:%%'
  AND (i.open_amount <> 0 OR r.open_amount <> 0)
  AND i.open_amount <> coalesce(r.open_amount, 0)
ORDER BY i.id
FOR UPDATE OF i
