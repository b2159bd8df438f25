-- Wait for the writers of the ledger, and let none begin until the close is made: what was known then is then known exactly.
LOCK TABLE ledger_document, ledger_open_item, ledger_allocation, ledger_due_date_change, workbench_review_comment IN SHARE MODE
