"""SQL kept in files and run by name, and rows copied in bulk."""

import functools
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import resources
from typing import Any, TypeVar

from django.db import connection
from psycopg import sql

Value = TypeVar("Value")


@functools.cache
def statement(name: str) -> str:
    """Return the text of `room.statement`, kept in `room/sql/statement.sql`."""
    room, _, file = name.partition(".")
    return resources.files(f"encaisse.{room}").joinpath("sql", f"{file}.sql").read_text(encoding="utf-8")


@functools.cache
def row_class(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns)  # noqa: PYI024 - the columns are known when the statement has run, not before


def run_sql(name: str, /, **parameters: Any) -> list[Any]:
    """Run a statement by name and return its rows as named tuples. A literal `%` is written `%%` in the file."""
    with connection.cursor() as cursor:
        cursor.execute(statement(name), parameters)
        if cursor.description is None:
            return []
        row = row_class(tuple(column[0] for column in cursor.description))
        return [row._make(values) for values in cursor.fetchall()]


def run_sql_as(make: Callable[[Sequence[Any]], Value], name: str, /, **parameters: Any) -> list[Value]:
    """Run a statement by name and make a value of the columns of each row."""
    with connection.cursor() as cursor:
        cursor.execute(statement(name), parameters)
        return list(map(make, cursor.fetchall()))


def execute_sql(name: str, /, **parameters: Any) -> int:
    """Run a statement that writes, and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement(name), parameters)
        return int(cursor.rowcount)


def stream_sql(name: str, /, *, chunk: int = 5000, **parameters: Any) -> Iterator[Any]:
    """Read the rows of a large statement as they come, in constant memory. Needs a transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement(name), parameters)
        row = None
        while batch := cursor.fetchmany(chunk):
            row = row or row_class(tuple(column[0] for column in cursor.description))
            yield from map(row._make, batch)


def new_ids(table: str, count: int) -> list[int]:
    """Reserve ids of a table, so that rows that point to each other can be copied in one go."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_get_serial_sequence(%s, 'id')", [table])
        (sequence,) = cursor.fetchone()
        cursor.execute("select nextval(%s::regclass) from generate_series(1, %s)", [sequence, count])
        return [row[0] for row in cursor.fetchall()]


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Copy rows into a table (the fastest way in), and return how many. JSON values are wrapped in `Jsonb` by the caller."""
    into = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns)))
    with connection.cursor() as cursor:
        with cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)
        return int(cursor.rowcount)
