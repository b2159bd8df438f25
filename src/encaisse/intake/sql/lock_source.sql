select id from ledger_source where id = %(source_id)s for update;
