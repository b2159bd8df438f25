-- One row per customer that every word typed begins a word of, in French order. Common words are cut short: a search box
-- shows twenty names, it does not sort a million.
WITH matching AS (
    SELECT c.id, c.creditor_id, c.code, c.name, c.city, c.party_id, c.sort_key
    FROM customers_customer c
    WHERE to_tsvector('simple', coalesce(c.search_text, '')) @@ to_tsquery('simple', %(words)s)
      AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
    LIMIT 500
)
SELECT m.id, m.creditor_id, m.code, m.name, m.city, p.siren
FROM matching m
JOIN customers_party p ON p.id = m.party_id
ORDER BY m.code = upper(%(beginning)s) DESC, m.sort_key, m.id
LIMIT %(limit)s
