-- One row per shape of the numbers staged: letters as they are, every digit a 9.
SELECT DISTINCT translate(compact, '012345678', '999999999') AS shape FROM pg_temp.ledger_number
