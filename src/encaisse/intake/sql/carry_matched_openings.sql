-- The stage row of a matched opening entry takes the identity of last year's item: the ledger has it, its letter settles it.
update intake_receivable r
   set source_key = p.source_key, part_no = p.part_no, kind = p.kind, number = p.number, issued_on = p.issued_on,
       due_date = p.due_date, due_date_source = p.due_date_source
  from intake_fec_opening o
  join intake_fec_prior p using (item_id)
 where r.row_no = o.row_no;
