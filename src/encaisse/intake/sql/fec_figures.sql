-- One row: the figures of the file as its letters leave it.
select count(*) as receivable_rows,
       count(*) filter (where group_key is null or l.total is not null) as open_rows,
       coalesce(sum(amount) filter (where group_key is null or l.total is not null), 0) as open_amount,
       count(*) filter (where doubt = 'no_document' and (group_key is null or l.total is not null)) as no_document,
       coalesce(sum(amount) filter (where doubt = 'no_document' and (group_key is null or l.total is not null)), 0) as no_document_amount,
       count(*) filter (where doubt = 'carried_forward' and (group_key is null or l.total is not null)) as carried_forward,
       coalesce(sum(amount) filter (where doubt = 'carried_forward' and (group_key is null or l.total is not null)), 0)
           as carried_forward_amount,
       count(*) filter (where amount > 0) as debits,
       (select count(*) from intake_fec_letter where total = 0) as letter_groups_balanced
  from intake_receivable
  left join (select customer_id, group_key, total from intake_fec_letter where total <> 0) l using (customer_id, group_key);
