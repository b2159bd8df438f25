-- One row per customer that every word typed begins a word of, in a sample of one name in a thousand (always the same): if it gives
-- enough, the words are common, and reading every match would only cost time.
SELECT c.id, c.creditor_id, c.code, c.name, c.city, p.siren
FROM customers_customer c TABLESAMPLE SYSTEM (0.1) REPEATABLE (1)
JOIN customers_party p ON p.id = c.party_id
WHERE to_tsvector('simple', coalesce(c.search_text, '')) @@ to_tsquery('simple', %(words)s)
  AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
ORDER BY c.sort_key, c.id
LIMIT %(limit)s
