-- One row = one number of the general ledger that begins like a receivable.
create unlogged table intake_fec_number as
select comptenum as number, (row_number() over (order by comptenum))::int as number_no, null::text as fixed_kind, ''::text as doubt,
       false as is_own, false as is_deposit, false as is_receivable
  from intake_fec_line
 where comptenum like '41%%'
 group by comptenum;
