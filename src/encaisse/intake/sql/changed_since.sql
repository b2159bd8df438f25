-- One row: how many items that were open before are settled now, and how many are open for another amount.
select count(*) filter (where i.open_amount = 0) as settled,
       count(*) filter (where i.open_amount not in (0, k.open_amount)) as updated
  from intake_known_open k
  join ledger_open_item i on i.customer_id = k.customer_id and i.id = k.item_id;
