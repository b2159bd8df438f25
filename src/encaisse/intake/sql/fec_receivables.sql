-- One row = one receivable line with an amount: its customer's code, what it is, its dates.
-- `offset 0` keeps the planner from copying the amount and the role into every expression that uses them.
create unlogged table intake_fec_receivable as
select r.line_no, r.number_no, r.code, r.name, r.has_customer, r.role, r.number, r.title, r.amount, r.letter, r.datelet, r.document_date,
       k.kind, r.doubt as class_doubt, r.has_number,
       case when k.kind in ('payment', 'returned_payment') then r.booked_on else r.document_date end as issued_on
  from (select l.line_no, n.number_no, left(coalesce(l.compauxnum, l.comptenum), 40) as code,
               left(coalesce(l.compauxlib, l.comptelib, ''), 200) as name, l.compauxnum is not null or n.is_own as has_customer,
               j.role, n.fixed_kind, n.doubt,
               case when j.role <> 'mixed' then j.role when e.sales and e.treasury then 'both' when e.sales then 'sales'
                    when e.treasury then 'treasury' else 'other' end as entry_role,
               coalesce(not lower(l.pieceref) = any(%(placeholders)s), false) as has_number,
               case when coalesce(not lower(l.pieceref) = any(%(placeholders)s), false) then left(l.pieceref, 80) else '' end as number,
               left(case when ltrim(l.ecriturelib, ' _-.*=') <> '' then l.ecriturelib else '' end, 200) as title, l.ecrituredate::date as booked_on,
               case when j.role = 'opening' then least(l.piecedate::date, l.ecrituredate::date)
                    else coalesce(l.piecedate::date, l.ecrituredate::date) end as document_date,
               a.amount, l.ecriturelet as letter, l.datelet
          from intake_fec_line l
          join intake_fec_number n on n.number = l.comptenum and n.is_receivable
          join intake_fec_journal j on j.code = coalesce(l.journalcode, '')
          left join intake_fec_entry e on e.code = j.code and e.booked = l.ecrituredate
               and e.key = coalesce(case when j.has_one_number then l.pieceref else l.ecriturenum end, '')
         cross join lateral (select (coalesce(replace(l.debit, ',', '.')::numeric, 0) - coalesce(replace(l.credit, ',', '.')::numeric, 0)
               + coalesce(replace(l.montant, ',', '.')::numeric, 0) * case when upper(l.sens) in ('C', '-1') then -1 else 1 end
               )::numeric(18, 3) offset 0) a (amount)
         where l.comptenum like '41%%' and a.amount <> 0 and not (n.is_deposit and l.compauxnum is null and not n.is_own)
        offset 0) r
 cross join lateral (select case
               when r.role = 'opening' then 'opening'
               when r.entry_role = 'both' then case when r.amount > 0 then 'invoice' else 'payment' end
               when r.fixed_kind is not null then r.fixed_kind
               when r.entry_role = 'sales' then case when r.amount > 0 then 'invoice' else 'credit_note' end
               when r.entry_role = 'treasury' then case when r.amount > 0 then 'returned_payment' else 'payment' end
               else 'other' end) k (kind);
