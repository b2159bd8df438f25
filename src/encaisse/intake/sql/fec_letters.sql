-- One row = one letter of one customer: whether it balances.
create unlogged table intake_fec_letter as
select customer_id, group_key, sum(amount) as total, min(row_no) as first_line
  from intake_receivable
 where group_key is not null
 group by customer_id, group_key;
