-- One row per customer about whom something was just recorded, and per payer of one: tells the daily run whom to decide again.
INSERT INTO customers_last_fact (customer_id, recorded_at)
SELECT touched.id, clock_timestamp()
FROM (
    SELECT c.id FROM customers_customer c WHERE c.id = ANY (%(customer_ids)s::bigint[])
    UNION
    SELECT c.payer_id FROM customers_customer c WHERE c.id = ANY (%(customer_ids)s::bigint[])
) touched
ORDER BY touched.id
ON CONFLICT (customer_id) DO UPDATE SET recorded_at = excluded.recorded_at
