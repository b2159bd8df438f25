-- One row = one letter that does not balance.
select c.code as customer, split_part(l.group_key, ' ', 2) as letter, l.total as difference, l.first_line
  from intake_fec_letter l
  join intake_fec_customer c using (customer_id)
 where l.total <> 0
 order by l.first_line
 limit %(limit)s;
