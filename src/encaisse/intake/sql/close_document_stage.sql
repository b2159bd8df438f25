drop table if exists intake_receivable, intake_known_open;
