-- One row per creditor: the day its first document was recorded.
SELECT c.id AS creditor_id, (SELECT min(d.recorded_at)::date FROM ledger_document d WHERE d.creditor_id = c.id) AS first_fact_on
FROM creditors_creditor c
WHERE (%(all_creditors)s OR c.id = ANY (%(creditors)s::bigint[]))
ORDER BY c.id
