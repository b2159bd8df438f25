"""What every room needs of the database: statements by name, mass copies, the actor's transaction. See README.md for the rest."""

from encaisse.db.statements import copy_rows, execute_sql, new_ids, run_sql, run_sql_as, stream_sql
from encaisse.db.transactions import acting, reading, seeing_one_instant

__all__ = ["acting", "copy_rows", "execute_sql", "new_ids", "reading", "run_sql", "run_sql_as", "seeing_one_instant", "stream_sql"]
