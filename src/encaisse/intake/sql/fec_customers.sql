-- One row = one customer code of the file, with the customer it names and the terms that give its due dates.
create unlogged table intake_fec_customer as
select c.code, c.id as customer_id, c.payer_id, coalesce(nullif(c.terms_code, ''), %(creditor_terms)s) as terms_code,
       case when c.terms_code = '' then 'default' else 'terms' end as due_date_source
  from customers_customer c
 where c.creditor_id = %(creditor_id)s and c.code in (select code from intake_fec_receivable);
