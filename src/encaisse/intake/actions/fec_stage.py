"""The lines of a FEC on their stage: copied as they are when the file is regular, line by line when it is not."""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.db import connection
from psycopg import sql

from encaisse.db import copy_rows
from encaisse.intake.rules.fec_header import FecDialect
from encaisse.intake.rules.fec_lines import CarefulReader
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.lost_accents import restored
from encaisse.intake.rules.progress import Watch
from encaisse.intake.rules.straighten import database_encoding, straightened
from encaisse.intake.rules.survey import Survey, whole_lines

# A control character that the survey has not met: FEC values are never quoted.
NO_QUOTE = "\x01"


def watched(chunks: Iterable[bytes], watch: Watch, total: int) -> Iterator[bytes]:
    done = 0
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        watch("loading", done, total)


def copy_as_it_is(source: BinaryIO, survey: Survey, dialect: FecDialect, *, name: str, watch: Watch) -> None:
    """Hand the bytes to the database, which splits and checks them."""
    statement = sql.SQL("copy intake_fec_line ({}) from stdin (format csv, delimiter {}, quote {}, escape {}, encoding {})").format(
        sql.SQL(", ").join(sql.Identifier(column.lower()) for column in dialect.columns),
        *map(sql.Literal, (dialect.separator, NO_QUOTE, NO_QUOTE, database_encoding(survey))),
    )
    source.seek(0)
    chunks = restored(watched(whole_lines(source, name=name), watch, survey.size), survey.lost_accents)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for chunk in straightened(chunks, survey, dialect.separator):
            copy.write(chunk)


def copy_with_care(source: BinaryIO, survey: Survey, dialect: FecDialect, *, name: str, watch: Watch) -> list[Finding]:
    """Read line by line, leave out what cannot be read, and say which lines."""
    source.seek(0)
    reader = CarefulReader(dialect)
    lines = reader.read(restored(watched(whole_lines(source, name=name), watch, survey.size), survey.lost_accents))
    copy_rows(
        "intake_fec_line", ["line_no", *map(str.lower, dialect.columns)], (staged(line.line_no, line.values, dialect) for line in lines)
    )
    return reader.found()


def staged(line_no: int, values: dict[str, str], dialect: FecDialect) -> tuple[Any, ...]:
    return (line_no, *(values.get(column) or None for column in dialect.columns))
