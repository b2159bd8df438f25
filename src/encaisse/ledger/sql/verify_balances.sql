-- One row per maintained balance that the open items do not confirm, and per customer whose balance is missing.
WITH facts AS (
    SELECT
        i.customer_id, i.currency, b.aged_on,
        sum(i.open_amount) AS open_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount < 0), 0) AS credit_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND b.aged_on <= i.due_date), 0) AS not_due_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND b.aged_on > i.due_date), 0) AS overdue_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND b.aged_on - i.due_date BETWEEN 1 AND 30), 0) AS age_1,
        coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND b.aged_on - i.due_date BETWEEN 31 AND 60), 0) AS age_2,
        coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND b.aged_on - i.due_date BETWEEN 61 AND 90), 0) AS age_3,
        coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND b.aged_on - i.due_date BETWEEN 91 AND 120), 0) AS age_4,
        coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND b.aged_on - i.due_date BETWEEN 121 AND 180), 0) AS age_5,
        coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount > 0 AND b.aged_on - i.due_date BETWEEN 181 AND 99999), 0) AS age_6,
        min(i.due_date) FILTER (WHERE i.open_amount > 0) AS oldest_due_date,
        count(*) AS item_count
    FROM ledger_open_item i
    LEFT JOIN ledger_customer_balance b ON b.customer_id = i.customer_id AND b.currency = i.currency
    WHERE i.open_amount <> 0 AND (%(all_creditors)s OR i.creditor_id = ANY (%(creditors)s::bigint[]))
    GROUP BY i.customer_id, i.currency, b.aged_on
)
SELECT 'balance' AS what, 'customer ' || coalesce(f.customer_id, b.customer_id) || ' ' || coalesce(f.currency, b.currency) AS subject,
    coalesce(b.open_amount::text, 'nothing') AS kept, coalesce(f.open_amount::text, 'nothing') AS facts
FROM facts f
FULL JOIN (SELECT * FROM ledger_customer_balance b WHERE (%(all_creditors)s OR b.creditor_id = ANY (%(creditors)s::bigint[]))) b
    ON b.customer_id = f.customer_id AND b.currency = f.currency
WHERE (b.open_amount, b.credit_amount, b.not_due_amount, b.overdue_amount, b.age_1, b.age_2, b.age_3, b.age_4, b.age_5, b.age_6,
       b.oldest_due_date, b.item_count)
   IS DISTINCT FROM
      (f.open_amount, f.credit_amount, f.not_due_amount, f.overdue_amount, f.age_1, f.age_2, f.age_3, f.age_4, f.age_5, f.age_6,
       f.oldest_due_date, f.item_count)
ORDER BY 2
LIMIT 1000
