-- The instant the database stands at, which dates what it records.
SELECT clock_timestamp() AS instant
