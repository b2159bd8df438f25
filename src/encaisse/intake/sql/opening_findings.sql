-- One row = one customer whose opening balance differs from what the ledger had open.
select c.code as customer, t.opening, t.ledger, t.opening - t.ledger as difference
  from intake_fec_rest t
  join customers_customer c on c.id = t.customer_id
 where t.opening <> t.ledger
 order by 1
 limit 500;
