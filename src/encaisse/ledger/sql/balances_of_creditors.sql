-- One row per customer and currency: one page of the maintained balances of whole creditors, ordered by an amount or an age.
-- The page is chosen on the balances alone; who the customers are is read for the page.
WITH page AS (
    SELECT chosen.*, row_number() OVER () AS place
    FROM (
        SELECT b.*
        FROM ledger_customer_balance b
        WHERE (%(scope_all_creditors)s OR b.creditor_id = ANY (%(scope_creditors)s::bigint[]))
          AND (%(creditor)s::bigint IS NULL OR b.creditor_id = %(creditor)s)
          AND (NOT %(only_overdue)s OR b.overdue_amount > 0)
        ORDER BY
            CASE WHEN %(sort)s = 'open' THEN b.open_amount END,
            CASE WHEN %(sort)s = '-open' THEN b.open_amount END DESC,
            CASE WHEN %(sort)s = 'overdue' THEN b.overdue_amount END,
            CASE WHEN %(sort)s = '-overdue' THEN b.overdue_amount END DESC,
            CASE WHEN %(sort)s = 'oldest' THEN b.oldest_due_date END,
            CASE WHEN %(sort)s = '-oldest' THEN b.oldest_due_date END DESC NULLS LAST,
            CASE WHEN %(sort)s = 'age_1' THEN b.age_1 END,
            CASE WHEN %(sort)s = '-age_1' THEN b.age_1 END DESC,
            CASE WHEN %(sort)s = 'age_2' THEN b.age_2 END,
            CASE WHEN %(sort)s = '-age_2' THEN b.age_2 END DESC,
            CASE WHEN %(sort)s = 'age_3' THEN b.age_3 END,
            CASE WHEN %(sort)s = '-age_3' THEN b.age_3 END DESC,
            CASE WHEN %(sort)s = 'age_4' THEN b.age_4 END,
            CASE WHEN %(sort)s = '-age_4' THEN b.age_4 END DESC,
            CASE WHEN %(sort)s = 'age_5' THEN b.age_5 END,
            CASE WHEN %(sort)s = '-age_5' THEN b.age_5 END DESC,
            CASE WHEN %(sort)s = 'age_6' THEN b.age_6 END,
            CASE WHEN %(sort)s = '-age_6' THEN b.age_6 END DESC,
            CASE WHEN %(sort)s = 'credit' THEN b.credit_amount END,
            CASE WHEN %(sort)s = '-credit' THEN b.credit_amount END DESC,
            CASE WHEN %(sort)s = 'not_due' THEN b.not_due_amount END,
            CASE WHEN %(sort)s = '-not_due' THEN b.not_due_amount END DESC,
            b.customer_id, b.currency
        LIMIT %(limit)s OFFSET %(offset)s
    ) chosen
)
SELECT
    c.id AS customer_id, c.creditor_id, c.code, c.name, b.currency, b.open_amount, b.credit_amount, b.not_due_amount, b.overdue_amount,
    b.age_1, b.age_2, b.age_3, b.age_4, b.age_5, b.age_6, b.oldest_due_date, b.item_count,
    c.collector_id, c.salesperson_id, c.segment, b.aged_on
FROM page b
JOIN customers_customer c ON c.id = b.customer_id
ORDER BY b.place
