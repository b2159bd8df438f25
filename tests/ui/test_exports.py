"""Excel and CSV: typed cells, totals, and no text that becomes a formula."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import override
from python_calamine import CalamineWorkbook

from encaisse.kit.money import Money
from encaisse.ui.exports import Column, Kind, csv, write_xlsx


@dataclass(frozen=True)
class Owed:
    name: str
    due_date: date
    overdue: Money


COLUMNS = [Column("Customer", "name"), Column("Due date", "due_date", Kind.DAY), Column("Overdue", "overdue", Kind.MONEY, total=True)]
ROWS = [
    Owed("Ateliers Brévent", date(2026, 9, 30), Money(Decimal("4000.10"), "EUR")),
    Owed("=cmd|' /C calc'!A0", date(2026, 10, 18), Money(Decimal("-0.30"), "EUR")),
]


def made(rows: list[Owed]) -> io.BytesIO:
    file = io.BytesIO()
    with override("en"):
        write_xlsx(file, "Aged balance", COLUMNS, rows, notes=[("On", date(2026, 11, 17))])
    file.seek(0)
    return file


def test_cells_have_their_types() -> None:
    sheet = CalamineWorkbook.from_filelike(made(ROWS)).get_sheet_by_name("Aged balance").to_python()
    assert sheet[:3] == [
        ["Customer", "Due date", "Overdue"],
        ["Ateliers Brévent", date(2026, 9, 30), 4000.10],
        ["=cmd|' /C calc'!A0", date(2026, 10, 18), -0.30],
    ]


def test_totals_follow_the_readers_filter() -> None:
    with zipfile.ZipFile(made(ROWS)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>SUBTOTAL(109,C2:C3)</f><v>3999.8</v>" in sheet
    assert sheet.count("<f>") == 1
    assert '<autoFilter ref="A1:C3"/>' in sheet
    assert 'state="frozen"' in sheet


def test_the_second_sheet_says_what_the_first_shows() -> None:
    notes = CalamineWorkbook.from_filelike(made(ROWS)).get_sheet_by_index(1).to_python()
    assert notes[:3] == [["List", "Aged balance"], ["On", date(2026, 11, 17)], ["Rows", 2]]


def test_an_empty_list_is_a_workbook_too() -> None:
    assert CalamineWorkbook.from_filelike(made([])).get_sheet_by_index(0).to_python() == [["Customer", "Due date", "Overdue"]]


def test_rows_stream() -> None:
    def many() -> Iterator[dict[str, object]]:
        for number in range(5_000):
            yield {"name": f"C{number}", "due_date": None, "overdue": Decimal(1)}

    assert write_xlsx(io.BytesIO(), "Long", COLUMNS, many()) == 5_000


def told(language: str) -> list[str]:
    with override(language):
        return b"".join(csv("owed", COLUMNS, ROWS).streaming_content).decode("utf-8-sig").splitlines()


def test_a_csv_opens_in_the_readers_spreadsheet_and_runs_nothing() -> None:
    assert told("fr") == ["Customer;Due date;Overdue", "Ateliers Brévent;2026-09-30;4000,10", "'=cmd|' /C calc'!A0;2026-10-18;-0,30"]
    assert told("en")[1] == "Ateliers Brévent,2026-09-30,4000.10"
