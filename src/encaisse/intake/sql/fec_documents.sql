-- One row = one document (with its one open item) for the ledger to take in, in the shape of ledger.actions.record_relation.
create unlogged table intake_receivable as
select %(import_id)s::bigint as batch_id, r.line_no::bigint as row_no, c.customer_id, r.kind, r.number, r.title, r.issued_on,
       null::date as performed_on, %(currency)s::text as currency, r.amount as gross_amount, null::numeric(18, 3) as net_amount,
       ''::text as order_reference,
       case when r.amount < 0 then ''
            when r.class_doubt <> '' then r.class_doubt
            when not r.has_customer then 'collective'
            when r.has_number and s.number is null then ''
            when r.kind = 'opening' then 'carried_forward' else 'no_document' end as doubt,
       null::bigint as salesperson_id,
       r.number || '|' || to_char(r.document_date, 'YYYYMMDD') || '|' || r.amount || '|' || coalesce(o.occurrence, 1) as source_key,
       1::smallint as part_no,
       coalesce(d.due_date, r.issued_on) as due_date,
       case when r.amount > 0 then c.due_date_source else 'default' end as due_date_source,
       r.amount, case when r.letter is not null then r.number_no || ' ' || r.letter end as group_key, null::date as settled_on
  from intake_fec_receivable r
  join intake_fec_customer c using (code)
  left join intake_fec_repeated o using (line_no)
  left join (select number from intake_fec_receivable where kind = 'opening' and number <> ''
              group by number having count(distinct code) >= %(shared_by)s) s on s.number = r.number and r.kind = 'opening'
  left join intake_due_day d on d.terms_code = c.terms_code and d.issued_on = r.issued_on and r.amount > 0
 order by c.customer_id, r.line_no;
