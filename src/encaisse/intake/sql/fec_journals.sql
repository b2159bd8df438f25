-- One row = one journal of the file, with what tells its role and its deviations. The whole file is read once.
create unlogged table intake_fec_journal as
select coalesce(journalcode, '') as code,
       coalesce(min(journallib), '') as name,
       count(*) as lines,
       coalesce(sum(replace(debit, ',', '.')::numeric), 0)
           + coalesce(sum(replace(montant, ',', '.')::numeric) filter (where upper(sens) not in ('C', '-1')), 0) as debit,
       coalesce(sum(replace(credit, ',', '.')::numeric), 0)
           + coalesce(sum(replace(montant, ',', '.')::numeric) filter (where upper(sens) in ('C', '-1')), 0) as credit,
       count(*) filter (where comptenum like '7%%' or comptenum like '4457%%') as sales_lines,
       count(*) filter (where comptenum like '5%%') as treasury_lines,
       min(ecriturenum) is not distinct from max(ecriturenum) as has_one_number,
       coalesce(min(ecriturenum), '') as first_number,
       min(ecrituredate) as first_date,
       max(ecrituredate) as last_date,
       count(*) filter (where ecrituredate is null) as undated,
       count(*) filter (where validdate is null) as no_valid_date,
       min(line_no) filter (where validdate is null) as no_valid_date_line,
       count(*) filter (where debit like '-%%' or credit like '-%%' or montant like '-%%') as negative,
       min(line_no) filter (where debit like '-%%' or credit like '-%%' or montant like '-%%') as negative_line,
       count(*) filter (where compauxlib is not null and compauxnum is null) as name_without_number,
       min(line_no) filter (where compauxlib is not null and compauxnum is null) as name_without_number_line,
       null::text as role
  from intake_fec_line
 group by 1;
