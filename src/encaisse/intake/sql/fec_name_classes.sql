update intake_fec_number n
   set fixed_kind = c.fixed_kind, doubt = c.doubt, is_own = c.is_own, is_deposit = c.is_deposit, is_receivable = true
  from intake_fec_class c
 where c.number = n.number;
