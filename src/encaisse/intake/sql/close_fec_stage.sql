drop table if exists intake_fec_line, intake_fec_journal, intake_fec_number, intake_fec_entry, intake_fec_receivable, intake_fec_customer,
    intake_fec_repeated, intake_due_day, intake_fec_class, intake_receivable, intake_fec_letter, intake_known_open;
