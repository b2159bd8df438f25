-- One row: the day the file opens its year, when it does and the source had documents before that day.
select min(first_date)::date as opening_day
  from intake_fec_journal
 where role = 'opening'
having exists (select from ledger_document d
                where d.creditor_id = %(creditor_id)s and d.source_id = %(source_id)s and d.issued_on < min(first_date)::date limit 1);
