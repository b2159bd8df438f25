-- The customers whose balances are about to be reckoned anew, locked one after the other.
SELECT c.id
FROM customers_customer c
WHERE %(customer_ids)s::bigint[] IS NOT NULL AND c.id = ANY (%(customer_ids)s::bigint[])
ORDER BY c.id
FOR NO KEY UPDATE
