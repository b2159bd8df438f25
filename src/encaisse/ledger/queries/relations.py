"""Statements that read a relation of another room: a table or view of agreed columns, named by that room's code."""

from typing import Any

from django.db import connection
from psycopg import sql

from encaisse.db.statements import row_class, statement


def run_on(relation: str, name: str, **parameters: Any) -> tuple[int, list[Any]]:
    """Run a statement of the ledger on a relation; return how many rows it touched, and the rows it gives back."""
    text = sql.SQL(statement(f"ledger.{name}")).format(relation=sql.Identifier(relation))
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        if cursor.description is None:
            return cursor.rowcount, []
        row = row_class(tuple(column[0] for column in cursor.description))
        return cursor.rowcount, [row._make(values) for values in cursor.fetchall()]
