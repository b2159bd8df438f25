-- One row = one document on the stage, in the order of the file.
select * from intake_receivable order by row_no;
