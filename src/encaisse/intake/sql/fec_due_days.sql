-- One row = one pair of payment terms and issue date whose due date is to be reckoned.
select distinct c.terms_code, r.issued_on
  from intake_fec_receivable r
  join intake_fec_customer c using (code)
 where r.amount > 0;
