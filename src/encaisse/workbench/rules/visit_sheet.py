"""The sheet a visitor takes along, set in type as letters are: who, where, how much, what was said, room for what is found."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files

import typst

from encaisse.messages.rules.letters import ONE_AT_A_TIME, as_bytes, typefaces


@dataclass(frozen=True, slots=True)
class SheetItem:
    reference: str
    due: str
    days_late: str
    amount: str
    mark: str = ""
    is_late: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the history: its day, and what happened in one line."""

    day: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSheet:
    """Everything the sheet says, already worded. `labels` are the words of the form itself."""

    language: str
    labels: dict[str, str]
    creditor: str
    logo: str
    customer: str
    code: str
    address: tuple[str, ...]
    particulars: tuple[tuple[str, str], ...]
    contacts: tuple[tuple[str, str, str], ...]
    instruction: str
    why: str
    items: tuple[SheetItem, ...]
    sums: tuple[tuple[str, str], ...]
    history: tuple[Told, ...]
    promise: str
    questions: tuple[str, ...]
    results: tuple[str, ...]


@cache
def sheet_compiler() -> typst.Compiler:
    return typst.Compiler(str(files("encaisse.workbench") / "data" / "visit.typ"), font_paths=typefaces(), ignore_system_fonts=True)


def sheet_pdf(sheet: VisitSheet, *, on: date) -> bytes:
    """Set a sheet in type; the same facts give the same bytes."""
    facts = json.dumps(asdict(sheet), ensure_ascii=False)
    with ONE_AT_A_TIME:
        pdf = sheet_compiler().compile(format="pdf", sys_inputs={"sheet": facts}, timestamp=datetime.combine(on, time(), tzinfo=UTC))
    return as_bytes(pdf)
