-- One row = one customer code met in the file.
select code, min(name) as name, bool_or(has_customer) as has_customer from intake_fec_receivable group by code;
