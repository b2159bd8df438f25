-- The stage of a list of documents: made and dropped inside the transaction of its import.
create unlogged table intake_receivable (
    batch_id bigint, row_no bigint, customer_id bigint, kind text, number text, title text, issued_on date, performed_on date, currency text,
    gross_amount numeric(18, 3), net_amount numeric(18, 3), order_reference text, doubt text, salesperson_id bigint, source_key text,
    part_no smallint, due_date date, due_date_source text, amount numeric(18, 3), group_key text, settled_on date, open_amount numeric(18, 3)
);
