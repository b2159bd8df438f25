-- One row: a message on its way whose process is gone. A living one holds the advisory lock of its claims.
update messages_message lost set state = 'unknown', detail = %(detail)s
where lost.state = 'sending'
  and lost.claimed_by is not null
  and not exists (
      select from pg_locks held
      where held.locktype = 'advisory'
        and held.database = (select oid from pg_database where datname = current_database())
        and held.objsubid = 1
        and (held.classid::bigint << 32 | held.objid::bigint) = lost.claimed_by
  )
returning lost.id, lost.creditor_id, lost.customer_id
