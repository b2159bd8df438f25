-- One row: how many customers, items and comments a close holds.
SELECT
    (SELECT count(DISTINCT b.customer_id) FROM workbench_closed_balance b WHERE b.close_id = %(close_id)s) AS customers,
    (SELECT count(*) FROM workbench_closed_item i WHERE i.close_id = %(close_id)s) AS items,
    (SELECT count(b.comment_id) FROM (SELECT DISTINCT customer_id, comment_id FROM workbench_closed_balance WHERE close_id = %(close_id)s) b)
    + (SELECT count(i.comment_id) FROM workbench_closed_item i WHERE i.close_id = %(close_id)s) AS comments
