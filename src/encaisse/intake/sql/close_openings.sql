drop table intake_fec_prior, intake_fec_opening, intake_fec_rest;
