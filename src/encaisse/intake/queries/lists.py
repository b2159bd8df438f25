"""Opening a list: CSV text or a workbook, as rows of text. Nothing is written here."""

import csv
import io
from pathlib import PurePath
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from encaisse.intake.queries.worded import worded
from encaisse.intake.rules.archive import BROKEN, check_workbook
from encaisse.intake.rules.lost_accents import letters_of
from encaisse.intake.rules.refusals import EmptyFile, NoHeader, Unreadable
from encaisse.intake.rules.survey import survey_of
from encaisse.intake.rules.tables import Row, Table, csv_rows, separator_among, table_of
from encaisse.intake.rules.values import cell_text
from encaisse.kit.refusals import Refusal, gettext_noop

A_LIST = gettext_noop("a list (CSV or XLSX)")
LOCKED = gettext_noop("it is protected by a password")
NOT_CSV = gettext_noop("a quotation mark is never closed, or a cell is longer than any list holds")
SAMPLE = 1 << 14
WORKBOOK = b"PK\x03\x04"


def table_in(file: BinaryIO, *, name: str) -> Table:
    """Open a list, whatever its form says by its first bytes."""
    file.seek(0)
    is_workbook = file.read(4) == WORKBOOK
    file.seek(0)
    with worded():
        return workbook_table(file, name=name) if is_workbook else csv_table(file, name=name)


def csv_table(file: BinaryIO, *, name: str) -> Table:
    file.seek(0)
    survey = survey_of(file, name=name, expected=A_LIST)
    encoding = "utf-8-sig" if survey.encoding in ("utf-8", "ascii") else survey.encoding
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        separator = separator_among(text.read(SAMPLE))
        text.seek(0)
        letters = letters_of(survey.lost_accents)
        rows = list(csv_rows((line.translate(letters) for line in text) if letters else text, separator=separator))
    except csv.Error as error:
        raise Unreadable(name=name, why=NOT_CSV) from error
    finally:
        text.detach()
    return table_of(rows, name=name, encoding=survey.encoding, separator=separator)


def workbook_table(file: BinaryIO, *, name: str) -> Table:
    """Open the first sheet of a workbook that has titles."""
    check_workbook(file, name=name)
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        sheets = [sheet_rows(workbook, sheet) for sheet in workbook.sheet_names]
    except PasswordError as error:
        raise Unreadable(name=name, why=LOCKED) from error
    except (CalamineError, ValueError) as error:
        raise Unreadable(name=name, why=BROKEN) from error
    return first_table([rows for rows in sheets if rows], name=name)


def first_table(sheets: list[list[Row]], *, name: str) -> Table:
    if not sheets:
        raise EmptyFile(name=name)
    refusal: Refusal = NoHeader(name=name)
    for rows in sheets:
        try:
            return table_of(rows, name=name, encoding="xlsx", separator="")
        except NoHeader as none:
            refusal = none
    raise refusal


def sheet_rows(workbook: CalamineWorkbook, sheet: str) -> list[Row]:
    rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [Row(line_no, tuple(cell_text(cell) for cell in cells)) for line_no, cells in enumerate(rows, start=1)]


def is_list(name: str) -> bool:
    return PurePath(name).suffix.lower() in (".csv", ".txt", ".tsv", ".xlsx", ".xlsm")
