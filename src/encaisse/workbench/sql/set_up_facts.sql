-- One row: what is known of a company that is being set up.
select
  exists (select from creditors_bank_account where creditor_id = %(creditor_id)s) as has_account,
  (select count(*) from intake_import where creditor_id = %(creditor_id)s and kind in ('fec', 'items', 'invoices')) as ledgers,
  (select count(*) from intake_import where creditor_id = %(creditor_id)s and kind in ('contacts', 'customers')) as contact_lists,
  (select count(*) from customers_customer where creditor_id = %(creditor_id)s) as customers,
  (
    select count(*) from customers_customer customer
    where customer.creditor_id = %(creditor_id)s and customer.street = '' and not exists (
      select from customers_contact contact
      join customers_address address on address.contact_id = contact.id
      where contact.customer_id = customer.id
        and address.health <> 'dead'
    )
  ) as unreachable,
  (select count(distinct segment) from dunning_segment_scenario where creditor_id = %(creditor_id)s) as segments,
  (select count(*) from people_user where is_active) as people,
  exists (select from people_user where is_active and works_alone) as works_alone,
  exists (select from dunning_go_live where creditor_id = %(creditor_id)s and closed_at is not null) as is_live,
  exists (select from dunning_run_order where creditor_id = %(creditor_id)s and is_simulation and state = 'done') as has_simulated,
  exists (select from dunning_run where creditor_id = %(creditor_id)s and ended_at is not null) as has_run,
  exists (select from dunning_supervision where creditor_id = %(creditor_id)s and ended_at is null) as is_supervised
