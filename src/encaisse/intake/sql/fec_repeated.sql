-- One row = one line whose identity (customer, number, document date, amount) occurs more than once, with its occurrence.
create unlogged table intake_fec_repeated as
select line_no, row_number() over (partition by r.code, r.number, r.document_date, r.amount order by line_no) as occurrence
  from intake_fec_receivable r
  join (select code, number, document_date, amount from intake_fec_receivable group by 1, 2, 3, 4 having count(*) > 1) d
    on d.code = r.code and d.number = r.number and d.document_date = r.document_date and d.amount = r.amount;
