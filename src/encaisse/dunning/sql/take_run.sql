-- One row: whether the creditor's run is ours (a lock of this connection).
select pg_try_advisory_lock(815, %(creditor_id)s::int) as taken
