-- One row: the figures of a list of documents.
select count(*) as receivable_rows, count(*) filter (where open_amount <> 0) as open_rows, coalesce(sum(open_amount), 0) as open_amount,
       count(*) filter (where due_date_source <> 'given' and amount > 0) as reckoned, max(issued_on) as last_day
  from intake_receivable;
