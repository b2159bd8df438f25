-- One row: whether the creditor's run was ours and is free again.
select pg_advisory_unlock(815, %(creditor_id)s::int) as left_free
