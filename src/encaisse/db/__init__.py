"""Columns, run_sql, jobs by name, the embedded server."""
