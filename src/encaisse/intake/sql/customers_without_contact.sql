-- One row: how many of the file's customers with something open have no address to write to.
select count(*) as customers
  from (select distinct customer_id from intake_receivable) r
 where exists (select from ledger_open_item i where i.customer_id = r.customer_id and i.open_amount <> 0)
   and not exists (select from customers_address a where a.customer_id = r.customer_id and a.channel in ('email', 'postal'));
