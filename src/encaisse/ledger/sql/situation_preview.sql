-- One row: what is open from a source, and what of it a situation no longer shows or shows lower (gross amounts).
SELECT
    count(*) AS open_items,
    coalesce(sum(abs(i.open_amount)), 0) AS open_amount,
    count(*) FILTER (WHERE r.open_amount IS NULL) AS vanished_items,
    coalesce(sum(abs(i.open_amount)) FILTER (WHERE r.open_amount IS NULL), 0) AS vanished_amount
FROM ledger_open_item i
JOIN ledger_document d ON d.customer_id = i.customer_id AND d.id = i.document_id AND d.source_id = %(source_id)s
LEFT JOIN {relation} r
    ON r.batch_id = %(batch_id)s AND r.customer_id = i.customer_id AND r.source_key = d.source_key AND r.part_no = i.part_no
WHERE i.open_amount <> 0
