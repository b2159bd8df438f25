-- Balances of customers who have nothing open any more in that currency.
DELETE FROM ledger_customer_balance b
WHERE (%(customer_ids)s::bigint[] IS NULL OR b.customer_id = ANY (%(customer_ids)s::bigint[]))
  AND NOT EXISTS (
      SELECT FROM ledger_open_item i
      WHERE i.customer_id = b.customer_id AND i.currency = b.currency AND i.open_amount <> 0
  )
