-- One row = one kind of deviation of receivable lines, with how many, where first, and an example.
select 'letter_without_date' as code, count(*) as count, min(line_no) as line_no, '' as value, 0::numeric as amount
  from intake_fec_receivable where letter is not null and datelet is null having count(*) > 0
union all
select 'letter_date', count(*), min(line_no), min(datelet), 0
  from intake_fec_receivable where datelet is not null and datelet !~ '^\d{8}$' having count(*) > 0
union all
select 'general_as_customer', count(*), min(r.line_no), '', 0
  from intake_fec_receivable r join intake_fec_number n on n.number_no = r.number_no and n.number = r.code where r.has_customer having count(*) > 0
union all
select 'no_auxiliary', count(*), min(line_no), code, 0 from intake_fec_receivable where not has_customer group by code
union all
select 'zero_amount', count(*), min(l.line_no), '', 0
  from intake_fec_line l join intake_fec_number n on n.number = l.comptenum and n.is_receivable
 where l.comptenum like '41%%' and coalesce(replace(l.debit, ',', '.')::numeric, 0) = 0 and coalesce(replace(l.credit, ',', '.')::numeric, 0) = 0
   and coalesce(replace(l.montant, ',', '.')::numeric, 0) = 0 having count(*) > 0
union all
select 'deposit_without_customer', count(*), min(l.line_no), l.comptenum,
       sum(coalesce(replace(l.debit, ',', '.')::numeric, 0) - coalesce(replace(l.credit, ',', '.')::numeric, 0))
  from intake_fec_line l join intake_fec_number n on n.number = l.comptenum and n.is_deposit
 where l.comptenum like '419%%' and l.compauxnum is null and not n.is_own group by l.comptenum;
