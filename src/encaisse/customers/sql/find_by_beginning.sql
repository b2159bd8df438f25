-- One row per customer whose name begins with the letters typed, in French order.
WITH matching AS (
    SELECT c.id, c.creditor_id, c.code, c.name, c.city, c.party_id, c.sort_key
    FROM customers_customer c
    WHERE c.sort_key >= %(beginning)s COLLATE "C" AND c.sort_key < (%(beginning)s || '~') COLLATE "C"
      AND (%(scope_all_creditors)s OR c.creditor_id = ANY (%(scope_creditors)s::bigint[]))
    AND (%(scope_people)s::bigint[] IS NULL OR c.collector_id = ANY (%(scope_people)s::bigint[])
         OR c.salesperson_id = ANY (%(scope_people)s::bigint[]))
    AND (%(scope_customer)s::bigint IS NULL OR c.id = %(scope_customer)s OR c.payer_id = %(scope_customer)s)
    ORDER BY c.sort_key, c.id
    LIMIT %(limit)s
)
SELECT m.id, m.creditor_id, m.code, m.name, m.city, p.siren
FROM matching m
JOIN customers_party p ON p.id = m.party_id
ORDER BY m.sort_key, m.id
