"""A workbook an auditor accepts: a cover that says what was exported, by whom and when, lists with typed cells, and sums that agree.

Each list has its own totals, one per currency; the cover compares them (`Sheet.checked`) and shows the difference, which must be nil.
Rows stream through: memory stays constant. A list longer than a sheet goes on on the next one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from encaisse.ui.exports import XLSX, Column, Kind, Notes, plain_number, sheet_name, write_cell

ROWS_A_SHEET = 1_000_000
SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: its columns, its rows, the column of its currency, and the one whose sums are compared on the cover."""

    title: str | Promise
    columns: Sequence[Column]
    rows: Iterable[Any]
    currency: int
    checked: int


@dataclass(slots=True)
class Written:
    """What became of a list: how many rows, what each currency adds up to, and the cells that hold it."""

    title: str
    rows: int = 0
    sums: dict[str, list[Decimal]] = field(default_factory=dict)
    cells: dict[str, list[str]] = field(default_factory=dict)

    def total(self, currency: str, column: int) -> Decimal:
        return self.sums[currency][column] if currency in self.sums else Decimal(0)


class Looks:
    """The formats of a workbook, made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.made: dict[tuple[Any, ...], Format] = {}
        self.head = book.add_format({"bold": True, "bg_color": "#EEEEF8", "bottom": 1, "valign": "vcenter", "text_wrap": True})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.name = book.add_format({"bold": True, "valign": "top"})
        self.plain = book.add_format({"align": "left", "text_wrap": True, "valign": "top"})

    def of(self, kind: Kind, *, total: bool = False, left: bool = False) -> Format:
        if (kind, total, left) not in self.made:
            extras = {"bold": True, "top": 1} if total else {}
            side = {"align": "left"} if left else {}
            self.made[kind, total, left] = self.book.add_format({"num_format": kind.value[0], **extras, **side})
        return self.made[kind, total, left]


def workbook(name: str, title: str | Promise, sheets: Sequence[Sheet], *, cover: Notes) -> FileResponse:
    """Answer with a workbook."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    write_workbook(file, title, sheets, cover=cover)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def write_workbook(file: IO[bytes], title: str | Promise, sheets: Sequence[Sheet], *, cover: Notes) -> list[Written]:
    """Write a workbook: the cover first, though it is filled last. No text ever becomes a formula or a link."""
    book = xlsxwriter.Workbook(file, SAFE)
    looks = Looks(book)
    front = book.add_worksheet(sheet_name(gettext("Cover")))
    written = [write_sheet(book, looks, sheet) for sheet in sheets]
    write_cover(front, looks, title, cover, list(zip(sheets, written, strict=True)))
    book.close()
    return written


def write_sheet(book: xlsxwriter.Workbook, looks: Looks, sheet: Sheet) -> Written:
    """Write a list over as many sheets as it takes."""
    told = Written(str(sheet.title))
    rows = iter(sheet.rows)
    for part in range(1, 100):
        page = book.add_worksheet(sheet_name(f"{sheet.title} ({part})" if part > 1 else sheet.title))
        count, ended = write_part(page, looks, sheet, rows, told)
        told.rows += count
        if ended:
            break
    return told


def write_part(page: Worksheet, looks: Looks, sheet: Sheet, rows: Iterator[Any], told: Written) -> tuple[int, bool]:
    """Write one sheet of a list with its totals; say how many rows it took, and whether they were the last."""
    begin(page, looks, sheet)
    sums: dict[str, list[Decimal]] = {}
    count, ended = 0, True
    for row in rows:
        count += 1
        write_row(page, looks, sheet, (count, row), sums)
        if count == ROWS_A_SHEET:
            ended = False
            break
    page.autofilter(0, 0, max(count, 1), len(sheet.columns) - 1)
    write_totals(page, looks, sheet, count, sums)
    for place, (currency, amounts) in enumerate(sums.items()):
        kept = told.sums.setdefault(currency, [Decimal(0)] * len(sheet.columns))
        told.sums[currency] = [before + now for before, now in zip(kept, amounts, strict=True)]
        cell = f"{quote_sheetname(page.get_name())}!{xl_rowcol_to_cell(count + 2 + place, sheet.checked, True, True)}"
        told.cells.setdefault(currency, []).append(cell)
    return count, ended


def begin(page: Worksheet, looks: Looks, sheet: Sheet) -> None:
    """Head a sheet: widths, frozen heading, and how it prints."""
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width or column.kind.value[1])
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, str(column.heading), looks.head)
    page.freeze_panes(1, 2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&R&P / &N")


def write_row(page: Worksheet, looks: Looks, sheet: Sheet, numbered: tuple[int, Any], sums: dict[str, list[Decimal]]) -> None:
    place, row = numbered
    values = [column.value(row) for column in sheet.columns]
    amounts = sums.setdefault(str(values[sheet.currency]), [Decimal(0)] * len(values))
    for at, (column, value) in enumerate(zip(sheet.columns, values, strict=True)):
        write_cell(page, place, at, value, looks.of(column.kind))
        if column.total and value is not None:
            amounts[at] += plain_number(value)


def write_totals(page: Worksheet, looks: Looks, sheet: Sheet, count: int, sums: dict[str, list[Decimal]]) -> None:
    """Write a total per currency, a line apart so that sorting leaves it alone; that of a single currency follows the reader's filter."""
    money = xl_col_to_name(sheet.currency)
    for place, (currency, amounts) in enumerate(sums.items()):
        line = count + 2 + place
        for at, column in enumerate(sheet.columns):
            letters = xl_col_to_name(at)
            if column.total:
                span = f"{letters}2:{letters}{count + 1}"
                sumif = f'=SUMIF(${money}$2:${money}${count + 1},"{currency}",{span})'
                page.write_formula(
                    line, at, f"=SUBTOTAL(109,{span})" if len(sums) == 1 else sumif, looks.of(column.kind, total=True), float(amounts[at])
                )
            else:
                words = f"{gettext('Total')} {currency}" if at == 0 else currency if at == sheet.currency else ""
                page.write_string(line, at, words, looks.of(Kind.TEXT, total=True))


def write_cover(front: Worksheet, looks: Looks, title: str | Promise, cover: Notes, lists: Sequence[tuple[Sheet, Written]]) -> None:
    """Say what was exported, of whom, by whom and when, how many rows, and that the lists add up to the same."""
    front.set_column(0, 0, 34)
    front.set_column(1, 4, 22)
    front.write_string(0, 0, str(title), looks.title)
    rows = [(gettext("Rows of “%(list)s”") % {"list": told.title}, told.rows) for _sheet, told in lists]
    line = 2
    for name, value in [*cover, (gettext("Made"), timezone.localtime()), *rows]:
        front.write_string(line, 0, str(name), looks.name)
        write_cell(front, line, 1, value, looks.of(kind_of(value), left=True) if kind_of(value) is not Kind.TEXT else looks.plain)
        line += 1
    write_checks(front, looks, lists, line + 1)


def kind_of(value: Any) -> Kind:
    if hasattr(value, "hour"):
        return Kind.INSTANT
    if hasattr(value, "year"):
        return Kind.DAY
    return Kind.NUMBER if isinstance(value, int) else Kind.TEXT


def write_checks(front: Worksheet, looks: Looks, lists: Sequence[tuple[Sheet, Written]], line: int) -> None:
    """Write a line per currency: the sum of each list, by formula, and the difference between the first and the last."""
    for place, words in enumerate([gettext("Check of sums"), *(told.title for _sheet, told in lists), gettext("Difference")]):
        front.write_string(line, place, words, looks.head)
    currencies = dict.fromkeys(currency for _sheet, told in lists for currency in told.sums)
    for place, currency in enumerate(currencies, start=line + 1):
        front.write_string(place, 0, currency, looks.name)
        totals = [told.total(currency, sheet.checked) for sheet, told in lists]
        for at, (total, (_sheet, told)) in enumerate(zip(totals, lists, strict=True), start=1):
            cells = told.cells.get(currency, ["0"])
            front.write_formula(place, at, "=" + "+".join(cells), looks.of(Kind.MONEY), float(total))
        first, last = xl_rowcol_to_cell(place, 1), xl_rowcol_to_cell(place, len(lists))
        front.write_formula(
            place, len(lists) + 1, f"=ROUND({first}-{last},3)", looks.of(Kind.MONEY, total=True), float(totals[0] - totals[-1])
        )
