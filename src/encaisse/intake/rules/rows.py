"""Rows of a list understood: each becomes a typed value, or a finding that names its line, column, reason and remedy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from encaisse.intake.rules.columns import FIELDS, NEEDED, Form, Kind
from encaisse.intake.rules.fec_header import folded
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.tables import ColumnForms, Row, Table, column_forms
from encaisse.intake.rules.values import amount_in, date_in

LIMITS = {
    "code": 40, "name": 200, "number": 80, "order_reference": 80, "contact_name": 120, "first_name": 80, "city": 80, "postcode": 12,
    "recipient": 254, "dispatch_reference": 120,
}  # fmt: skip
LONGEST = 1000
CREDIT_WORDS = ("avoir", "credit", "notedecredit", "creditnote", "av", "a")
KINDS = {
    "avoir": "credit_note", "av": "credit_note", "creditnote": "credit_note", "credit": "credit_note", "notedecredit": "credit_note",
    "acompte": "deposit", "deposit": "deposit", "reglement": "payment", "paiement": "payment", "payment": "payment", "rg": "payment",
    "effet": "bill", "lcr": "bill", "traite": "bill", "bill": "bill", "impaye": "returned_payment", "rejet": "returned_payment",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """A row read: field → text, date or amount. What the file leaves out is absent."""

    line_no: int
    values: Mapping[str, Any]
    cells: tuple[str, ...] = ()

    def text(self, name: str) -> str:
        return str(self.values.get(name, ""))

    def get(self, name: str) -> Any:
        return self.values.get(name)


@dataclass(slots=True)
class Reader:
    """Reads the rows of a table with the columns that were chosen; keeps what it found."""

    kind: Kind
    table: Table
    chosen: Mapping[str, int]
    findings: list[Finding] = field(default_factory=list)
    rows_seen: int = 0
    bad_rows: list[Row] = field(default_factory=list)

    def read(self) -> Iterator[Read]:
        forms = {wanted.name: wanted.form for wanted in FIELDS[self.kind]}
        written = column_forms(self.table, {position: forms[name] for name, position in self.chosen.items()})
        for row in self.table.rows:
            self.rows_seen += 1
            if is_total(row, self.chosen):
                continue
            found = len(self.findings)
            values = {name: self.value(row, name, position, forms[name], written) for name, position in self.chosen.items()}
            read = Read(row.line_no, {name: value for name, value in values.items() if value not in ("", None)}, row.cells)
            if len(self.findings) == found and self.is_complete(read):
                yield read
            else:
                self.bad_rows.append(row)

    def value(self, row: Row, name: str, position: int, form: Form, written: ColumnForms) -> str | date | Decimal | None:
        text = row.cells[position] if position < len(row.cells) else ""
        if not text:
            return None
        if form is Form.DATE:
            return self.kept(row, position, text, "bad_date", date_in(text, order=written.orders[position]))
        if form is Form.AMOUNT:
            return self.kept(row, position, text, "bad_amount", amount_in(text, mark=written.marks[position]))
        if len(text) > (limit := LIMITS.get(name, LONGEST)):
            self.find("too_large", row, position, value=text[:40], limit=limit)
            return None
        return text

    def kept(self, row: Row, position: int, text: str, code: str, value: date | Decimal | None) -> date | Decimal | None:
        if value is None:
            self.find(code, row, position, value=text[:40])
        return value

    def is_complete(self, read: Read) -> bool:
        for group in NEEDED[self.kind]:
            if not any(name in read.values for name in group):
                column = next((self.chosen[name] for name in group if name in self.chosen), 0)
                self.findings.append(Finding("missing_value", read.line_no, {"column": self.table.titles[column]}))
                return False
        return True

    def find(self, code: str, row: Row, position: int, **values: object) -> None:
        self.findings.append(Finding(code, row.line_no, {"column": self.table.titles[position], **values}))


def is_total(row: Row, chosen: Mapping[str, int]) -> bool:
    """Tell the closing "Total" line of a list, which holds no document."""
    texts = [folded(cell) for cell in row.cells if cell]
    named = [row.cells[chosen[name]] for name in ("code", "number") if name in chosen and chosen[name] < len(row.cells)]
    return any(text.startswith(("total", "soustotal", "totaux")) for text in texts) and not all(named)


def gross_amount(read: Read) -> Decimal:
    """Return the signed amount of the document: debit less credit, or the amount, negative when the row says credit."""
    if "debit" in read.values or "credit" in read.values:
        return Decimal(read.get("debit") or 0) - Decimal(read.get("credit") or 0)
    amount = Decimal(read.get("amount") if read.get("amount") is not None else read.get("open_amount") or 0)
    return -amount if amount > 0 and document_kind(read, amount) in ("credit_note", "deposit", "payment") else amount


def open_amount(read: Read, gross: Decimal) -> Decimal:
    """Return what is open, on the side of the document."""
    given = read.get("open_amount")
    if given is None:
        return gross
    return -abs(Decimal(given)) if gross < 0 else Decimal(given)


def document_kind(read: Read, amount: Decimal) -> str:
    """Return the kind the row names, else an invoice or a credit note by its sign."""
    word = folded(read.text("kind"))
    if word in KINDS:
        return KINDS[word]
    return "credit_note" if amount < 0 or word.startswith(CREDIT_WORDS[:4]) else "invoice"
