-- One row: how many rows were reckoned again.
SELECT
    (SELECT count(*) FROM ledger_open_item i WHERE (%(all_creditors)s OR i.creditor_id = ANY (%(creditors)s::bigint[])))
    + (SELECT count(*) FROM ledger_document d WHERE (%(all_creditors)s OR d.creditor_id = ANY (%(creditors)s::bigint[])))
    + (SELECT count(*) FROM ledger_allocation a WHERE (%(all_creditors)s OR a.creditor_id = ANY (%(creditors)s::bigint[])))
    + (SELECT count(*) FROM ledger_customer_balance b WHERE (%(all_creditors)s OR b.creditor_id = ANY (%(creditors)s::bigint[]))) AS checked
