"""Lists to Excel and CSV: typed cells, filters, frozen heading, totals; rows stream through, memory stays constant."""

import csv as csv_format
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from encaisse.kit.money import Money

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell of a CSV that begins so would be run as a formula by a spreadsheet.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_767


class Kind(Enum):
    """What a column holds; the value is its number format and its width in characters."""

    TEXT = ("@", 28)
    MONEY = ("#,##0.00;[Red]-#,##0.00", 15)
    NUMBER = ("#,##0", 10)
    PERCENT = ("0.0%", 10)
    DAY = ("dd/mm/yyyy", 12)
    INSTANT = ("dd/mm/yyyy hh:mm", 17)


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, where the value comes from (attribute, key or function) and what it is."""

    heading: str | Promise
    source: str | Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    total: bool = False
    width: int | None = None

    def value(self, row: Any) -> Any:
        if callable(self.source):
            return self.source(row)
        return row[self.source] if isinstance(row, Mapping) else getattr(row, self.source)


Notes = Sequence[tuple[str | Promise, Any]]


def xlsx(name: str, title: str | Promise, columns: Sequence[Column], rows: Iterable[Any], *, notes: Notes = ()) -> FileResponse:
    """Answer with a workbook: the list on the first sheet, what it shows and when it was made on the second."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    write_xlsx(file, title, columns, rows, notes=notes)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def write_xlsx(file: IO[bytes], title: str | Promise, columns: Sequence[Column], rows: Iterable[Any], *, notes: Notes = ()) -> int:
    """Write a workbook and return how many rows it holds. No text ever becomes a formula or a link."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet(sheet_name(title))
    written = write_list(book, sheet, columns, rows)
    write_notes(book, title, notes, written)
    book.close()
    return written


def sheet_name(title: str | Promise) -> str:
    return "".join(" " if letter in "[]:*?/\\'" else letter for letter in str(title))[:31].strip() or "Encaisse"


def write_list(book: xlsxwriter.Workbook, sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Any]) -> int:
    formats = [book.add_format({"num_format": column.kind.value[0]}) for column in columns]
    head = book.add_format({"bold": True, "bg_color": "#EEEEF8", "bottom": 1, "valign": "vcenter"})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width or column.kind.value[1])
    for place, column in enumerate(columns):
        sheet.write_string(0, place, str(column.heading), head)
    sheet.freeze_panes(1, 1)
    written, sums = 0, [Decimal(0) for _column in columns]
    for written, row in enumerate(rows, start=1):
        values = [column.value(row) for column in columns]
        for at, value in enumerate(values):
            write_cell(sheet, written, at, value, formats[at])
            sums[at] += plain_number(value) if columns[at].total and value is not None else 0
    sheet.autofilter(0, 0, max(written, 1), len(columns) - 1)
    write_totals(book, sheet, columns, written, sums)
    return written


def plain_number(value: Any) -> Decimal:
    return value.amount if isinstance(value, Money) else Decimal(value)


def write_cell(sheet: Worksheet, row: int, at: int, value: Any, look: Format) -> None:
    if value is None or value == "":
        sheet.write_blank(row, at, None, look)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, at, timezone.make_naive(value) if timezone.is_aware(value) else value, look)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), look)  # noqa: DTZ001 - a day has no zone
    elif isinstance(value, Money | Decimal | int | float) and not isinstance(value, bool):
        sheet.write_number(row, at, float(plain_number(value)), look)
    else:
        sheet.write_string(row, at, str(value)[:LONGEST_CELL], look)


def write_totals(book: xlsxwriter.Workbook, sheet: Worksheet, columns: Sequence[Column], written: int, sums: Sequence[Decimal]) -> None:
    """Write totals that follow the reader's filter (SUBTOTAL), with their value already reckoned."""
    if not written or not any(column.total for column in columns):
        return
    for at, column in enumerate(columns):
        look = book.add_format({"bold": True, "top": 1, "num_format": column.kind.value[0]})
        if column.total:
            letters = xlsxwriter.utility.xl_col_to_name(at)
            sheet.write_formula(written + 1, at, f"=SUBTOTAL(109,{letters}2:{letters}{written + 1})", look, float(sums[at]))
        else:
            sheet.write_string(written + 1, at, gettext("Total") if at == 0 else "", look)


def write_notes(book: xlsxwriter.Workbook, title: str | Promise, notes: Notes, written: int) -> None:
    sheet = book.add_worksheet(sheet_name(gettext("About this list")))
    sheet.set_column(0, 1, 32)
    bold, plain, days = (
        book.add_format({"bold": True}),
        book.add_format(),
        book.add_format({"num_format": Kind.DAY.value[0], "align": "left"}),
    )
    instants = book.add_format({"num_format": Kind.INSTANT.value[0], "align": "left"})
    told: list[tuple[Any, Any]] = [
        (gettext("List"), str(title)),
        *notes,
        (gettext("Rows"), written),
        (gettext("Made"), timezone.localtime()),
    ]
    for place, (name, value) in enumerate(told):
        look = instants if isinstance(value, datetime) else days if isinstance(value, date) else plain
        sheet.write_string(place, 0, str(name), bold)
        write_cell(sheet, place, 1, value, look)


def csv(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> StreamingHttpResponse:
    """Answer with a CSV as a spreadsheet of the reader's language opens it; a text that looks like a formula is quoted."""
    response = StreamingHttpResponse(csv_lines(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def csv_lines(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv_format.writer(buffer, delimiter=";" if (get_language() or "fr").startswith("fr") else ",")
    yield "\ufeff"
    for cells in (([str(column.heading) for column in columns],), ([csv_cell(column.value(row)) for column in columns] for row in rows)):
        for row in cells:
            writer.writerow(row)
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()


def csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Money | Decimal | int) and not isinstance(value, bool):
        number = f"{plain_number(value):f}"
        return number.replace(".", ",") if (get_language() or "fr").startswith("fr") else number
    if isinstance(value, date):
        return value.isoformat()
    words = str(value)
    return f"'{words}" if words.startswith(DANGEROUS) else words
