-- One row: how many of the file's customers with something open have no address to write to.
select count(distinct r.customer_id) as customers
  from intake_receivable r
 where not exists (select from customers_address a where a.customer_id = r.customer_id and a.channel in ('email', 'postal'));
