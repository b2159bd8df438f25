-- One row per customer and currency with something open: its maintained balance, aged on a day. No ids: every customer.
INSERT INTO ledger_customer_balance (
    customer_id, creditor_id, currency, aged_on, open_amount, credit_amount, not_due_amount, overdue_amount,
    age_1, age_2, age_3, age_4, age_5, age_6, oldest_due_date, next_due_date, item_count
)
SELECT
    r.customer_id, r.creditor_id, r.currency, %(on)s::date, r.open_amount, r.credit_amount, r.not_due_amount,
    r.open_amount - r.credit_amount - r.not_due_amount,
    r.age_1, r.age_2, r.age_3, r.age_4, r.age_5, r.age_6, r.oldest_due_date, r.next_due_date, r.item_count
FROM (
    SELECT
        i.customer_id, i.creditor_id, i.currency,
        sum(i.open_amount) AS open_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.open_amount < 0), 0) AS credit_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date >= %(on)s::date AND i.open_amount > 0), 0) AS not_due_amount,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date BETWEEN %(on)s::date - 30 AND %(on)s::date - 1 AND i.open_amount > 0), 0) AS age_1,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date BETWEEN %(on)s::date - 60 AND %(on)s::date - 31 AND i.open_amount > 0), 0) AS age_2,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date BETWEEN %(on)s::date - 90 AND %(on)s::date - 61 AND i.open_amount > 0), 0) AS age_3,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date BETWEEN %(on)s::date - 120 AND %(on)s::date - 91 AND i.open_amount > 0), 0) AS age_4,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date BETWEEN %(on)s::date - 180 AND %(on)s::date - 121 AND i.open_amount > 0), 0) AS age_5,
        coalesce(sum(i.open_amount) FILTER (WHERE i.due_date < %(on)s::date - 180 AND i.open_amount > 0), 0) AS age_6,
        min(i.due_date) FILTER (WHERE i.open_amount > 0) AS oldest_due_date,
        min(CASE
            WHEN %(on)s::date - i.due_date <= 0 THEN i.due_date + 1
            WHEN %(on)s::date - i.due_date <= 30 THEN i.due_date + 31
            WHEN %(on)s::date - i.due_date <= 60 THEN i.due_date + 61
            WHEN %(on)s::date - i.due_date <= 90 THEN i.due_date + 91
            WHEN %(on)s::date - i.due_date <= 120 THEN i.due_date + 121
            WHEN %(on)s::date - i.due_date <= 180 THEN i.due_date + 181
        END) FILTER (WHERE i.open_amount > 0) AS next_due_date,
        count(*) AS item_count
    FROM ledger_open_item i
    WHERE i.open_amount <> 0
      AND (%(customer_ids)s::bigint[] IS NULL OR i.customer_id = ANY (%(customer_ids)s::bigint[]))
    GROUP BY i.customer_id, i.creditor_id, i.currency
) r
ON CONFLICT (customer_id, currency) DO UPDATE SET
    creditor_id = excluded.creditor_id,
    aged_on = excluded.aged_on,
    open_amount = excluded.open_amount,
    credit_amount = excluded.credit_amount,
    not_due_amount = excluded.not_due_amount,
    overdue_amount = excluded.overdue_amount,
    age_1 = excluded.age_1,
    age_2 = excluded.age_2,
    age_3 = excluded.age_3,
    age_4 = excluded.age_4,
    age_5 = excluded.age_5,
    age_6 = excluded.age_6,
    oldest_due_date = excluded.oldest_due_date,
    next_due_date = excluded.next_due_date,
    item_count = excluded.item_count
