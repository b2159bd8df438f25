"""A list as rows of text: CSV text split the way it is written, with its titles found past any lines of explanation."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from encaisse.intake.rules.columns import Form, header_position
from encaisse.intake.rules.refusals import NoHeader
from encaisse.intake.rules.values import date_order, decimal_mark

LOOK_AT = 30
SAMPLES = 500
LONGEST_CELL = 1 << 16


@dataclass(frozen=True, slots=True)
class Row:
    line_no: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a list after its titles. `rows` is read once, as a stream or a list."""

    titles: tuple[str, ...]
    rows: Sequence[Row]
    encoding: str
    separator: str


def separator_among(sample: str) -> str:
    """Return the separator of a CSV text: the one that splits its lines into the most equal numbers of columns."""

    def evenness(mark: str) -> tuple[float, int]:
        counts = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark) if row]
        usual = max(set(counts), key=counts.count, default=1)
        return (counts.count(usual) / len(counts) if usual > 1 and counts else 0.0, usual)

    return max((";", "\t", ",", "|"), key=evenness)


def csv_rows(text: Iterable[str], *, separator: str) -> Iterator[Row]:
    """Yield the rows of CSV text with the number of the line on which each ends; a cell too long is no cell."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader((line.replace("\x00", "") for line in text), delimiter=separator)
    for cells in reader:
        yield Row(reader.line_num, tuple(cell.strip() for cell in cells))


def table_of(rows: Sequence[Row], *, name: str, encoding: str, separator: str) -> Table:
    """Find the titles and keep what follows; refuse a list without titles."""
    position = header_position([row.cells for row in rows[:LOOK_AT]])
    if position is None:
        raise NoHeader(name=name)
    kept = [row for row in rows[position + 1 :] if any(row.cells)]
    return Table(rows[position].cells, kept, encoding, separator)


@dataclass(frozen=True, slots=True)
class ColumnForms:
    """How the dates and amounts of each column are written."""

    orders: dict[int, str]
    marks: dict[int, str]


def column_forms(table: Table, chosen: dict[int, Form]) -> ColumnForms:
    samples = {position: cells_of(table, position) for position in chosen}
    return ColumnForms(
        orders={position: date_order(samples[position]) for position, form in chosen.items() if form is Form.DATE},
        marks={position: decimal_mark(samples[position]) for position, form in chosen.items() if form is Form.AMOUNT},
    )


def cells_of(table: Table, position: int) -> list[str]:
    cells = (row.cells[position] for row in table.rows if position < len(row.cells))
    return [cell for cell, _ in zip((cell for cell in cells if cell), range(SAMPLES), strict=False)]
