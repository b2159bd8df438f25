-- One row = one journal, as staged.
select * from intake_fec_journal order by code;
