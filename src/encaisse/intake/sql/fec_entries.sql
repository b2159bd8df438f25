-- One row = one entry of a journal that holds both sales and treasury: what the rest of the entry says of its receivable lines.
create unlogged table intake_fec_entry as
select j.code, coalesce(case when j.has_one_number then l.pieceref else l.ecriturenum end, '') as key, l.ecrituredate as booked,
       bool_or(l.comptenum like '7%%' or l.comptenum like '4457%%') as sales,
       bool_or(l.comptenum like '5%%') as treasury
  from intake_fec_line l
  join intake_fec_journal j on j.code = coalesce(l.journalcode, '') and j.role = 'mixed'
 group by 1, 2, 3;
