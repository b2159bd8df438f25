"""Careful reading of a FEC, line by line: for dialects the database cannot read by itself, and for naming the line of a fault."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from encaisse.intake.rules.fec_header import FecDialect
from encaisse.intake.rules.findings import Finding

AMOUNTS = ("Debit", "Credit", "Montant")
DATES = ("EcritureDate", "PieceDate")
AMOUNT = re.compile(r"[-+]?\d*(?:[.,]\d*)?")
SPACES_IN_AMOUNT = re.compile("[\\s\u00a0\u202f']")
LISTED_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class FecLine:
    """One line of a FEC: official column → value, stripped; a faulty line is kept out and named by a finding."""

    line_no: int
    values: dict[str, str]


def amount_of(text: str) -> Decimal | None:
    """Return a French amount: sign first, decimal comma; spaces inside are thousands. Nothing written is nothing owed."""
    plain = SPACES_IN_AMOUNT.sub("", text)
    if not AMOUNT.fullmatch(plain) or plain in ("-", "+", ",", "."):
        return None
    try:
        return Decimal(plain.replace(",", ".") or 0)
    except InvalidOperation:
        return None


def date_of(text: str) -> date | None:
    """Return a date written YYYYMMDD, or with separators as some producers do."""
    digits = re.sub(r"[-/. ]", "", text)
    if not re.fullmatch(r"\d{8}", digits):
        return None
    day_first = re.fullmatch(r"\d{2}[-/.]\d{2}[-/.]\d{4}", text)
    year, month, day = (digits[4:], digits[2:4], digits[:2]) if day_first else (digits[:4], digits[4:6], digits[6:])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


class CarefulReader:
    """Reads lines one after the other; keeps what it found."""

    def __init__(self, dialect: FecDialect) -> None:
        self.dialect = dialect
        self.findings: list[Finding] = []
        self.blank_lines = 0
        self.nul_bytes = 0

    def read(self, chunks: Iterable[bytes]) -> Iterator[FecLine]:
        numbered = enumerate(raw_lines(chunks), start=1)
        next((raw for _, raw in numbered if raw.strip()), None)  # the header
        for line_no, raw in numbered:
            if line := self.line(line_no, raw):
                yield line

    def line(self, line_no: int, raw: bytes) -> FecLine | None:
        if not raw.strip(b" \t\r\n|;\x00\x1a"):
            self.blank_lines += bool(raw.strip(b"\x1a")) or not raw
            return None
        cells = [cell.strip() for cell in self.text(line_no, raw).split(self.dialect.separator)]
        while len(cells) > self.dialect.header_columns and not cells[-1]:
            cells.pop()
        if not self.dialect.header_columns - 4 <= len(cells) <= len(self.dialect.columns):
            self.find("bad_columns", line_no, found=len(cells), expected=self.dialect.header_columns)
            return None
        values = dict(zip(self.dialect.columns, cells, strict=False))
        return FecLine(line_no, values) if self.is_sound(line_no, values) else None

    def text(self, line_no: int, raw: bytes) -> str:
        if b"\x00" in raw:
            self.nul_bytes += raw.count(b"\x00")
            raw = raw.replace(b"\x00", b"")
        try:
            return raw.decode(self.dialect.encoding)
        except UnicodeDecodeError:
            self.find("bad_characters", line_no, encoding=self.dialect.encoding.upper())
            return raw.decode(self.dialect.encoding, "replace")

    def is_sound(self, line_no: int, values: dict[str, str]) -> bool:
        """Check the amounts and dates of a line, and write them the way the database reads them."""
        for column in AMOUNTS:
            amount = amount_of(values.get(column, ""))
            if amount is None:
                self.find("bad_amount", line_no, column=column, value=values[column])
                return False
            if column in values:
                values[column] = f"{amount}"
        for column in DATES:
            day = date_of(values.get(column, ""))
            if day is None and (values.get(column) or column == "EcritureDate"):
                self.find("bad_date", line_no, column=column, value=values.get(column, ""))
                return False
            if day:
                values[column] = f"{day:%Y%m%d}"
        return True

    def find(self, code: str, line_no: int, **values: object) -> None:
        if len(self.findings) < LISTED_AT_MOST:
            self.findings.append(Finding(code, line_no, values))

    def found(self) -> list[Finding]:
        """Return the findings, once everything was read."""
        counted = [("blank_line", self.blank_lines), ("nul_bytes", self.nul_bytes)]
        return [*self.findings, *(Finding(code, None, {"count": count}) for code, count in counted if count)]


def raw_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    r"""Yield the lines of chunks that each end with a line; \r\r\n ends one line."""
    for chunk in chunks:
        yield from re.split(rb"\r*\n|\r", chunk.removeprefix(b"\xef\xbb\xbf").removesuffix(b"\n").removesuffix(b"\r"))
