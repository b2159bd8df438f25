"""The whole reading of a FEC in plain Python, for a few hundred lines: the witness of what SQL does on millions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from encaisse.intake.rules.fec_lines import FecLine, amount_of, date_of
from encaisse.intake.rules.letters import is_balanced, open_amounts
from encaisse.intake.rules.receivables import (
    SHARED_BY,
    Class,
    JournalProfile,
    JournalRole,
    LedgerNumber,
    document_doubt,
    document_kind,
    is_placeholder,
    is_sales,
    is_treasury,
    journal_role,
    ledger_number,
    role_by_content,
)
from encaisse.intake.rules.source_key import source_key


@dataclass(frozen=True, slots=True)
class Receivable:
    line_no: int
    customer: str
    number: str
    kind: str
    doubt: str
    issued_on: date
    document_date: date
    amount: Decimal
    letter: str
    source_key: str = ""
    open_amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Reading:
    rows: int
    receivables: tuple[Receivable, ...]
    letter_groups_balanced: int

    @property
    def open_rows(self) -> list[Receivable]:
        return [receivable for receivable in self.receivables if receivable.open_amount]

    @property
    def open_amount(self) -> Decimal:
        return sum((receivable.open_amount for receivable in self.receivables), Decimal(0))


def signed_amount(values: dict[str, str]) -> Decimal:
    """Return debit less credit; with Montant and Sens, the amount on its side."""
    if "Montant" in values:
        amount = amount_of(values["Montant"]) or Decimal(0)
        return -amount if values["Sens"].upper() in ("C", "-1") else amount
    return (amount_of(values["Debit"]) or Decimal(0)) - (amount_of(values["Credit"]) or Decimal(0))


def customer_code(values: dict[str, str]) -> str:
    return (values.get("CompAuxNum") or values["CompteNum"])[:40]


def read(lines: Sequence[FecLine]) -> Reading:
    journals = {profile.code: journal_role(profile) for profile in journal_profiles(lines)}
    entries = entry_roles(lines)
    found = [receivable(line, journals, entries) for line in lines]
    named = with_keys(with_shared_pieces([row for row in found if row]))
    settled, balanced = with_open_amounts(named, {line.line_no: line for line in lines})
    return Reading(len(lines), tuple(settled), balanced)


def journal_profiles(lines: Iterable[FecLine]) -> list[JournalProfile]:
    by_code: dict[str, list[FecLine]] = defaultdict(list)
    for line in lines:
        by_code[line.values["JournalCode"]].append(line)
    return [
        JournalProfile(
            code,
            min(line.values["JournalLib"] for line in held),
            sum(is_sales(line.values["CompteNum"]) for line in held),
            sum(is_treasury(line.values["CompteNum"]) for line in held),
        )
        for code, held in by_code.items()
    ]


def entry_key(values: dict[str, str], *, numbered: bool) -> tuple[str, str, str]:
    number = values["EcritureNum"] if numbered else values["PieceRef"]
    return values["JournalCode"], number, values["EcritureDate"]


def entry_roles(lines: Iterable[FecLine]) -> dict[int, JournalRole]:
    """Return what each line's entry holds; where all lines of a journal bear one number, piece references group them."""
    lines = list(lines)
    numbers: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        numbers[line.values["JournalCode"]].add(line.values["EcritureNum"])
    keys = {line.line_no: entry_key(line.values, numbered=len(numbers[line.values["JournalCode"]]) > 1) for line in lines}
    sales = {keys[line.line_no] for line in lines if is_sales(line.values["CompteNum"])}
    treasury = {keys[line.line_no] for line in lines if is_treasury(line.values["CompteNum"])}
    return {line_no: role_by_content(sales=key in sales, treasury=key in treasury) for line_no, key in keys.items()}


def receivable(line: FecLine, journals: dict[str, JournalRole], entries: dict[int, JournalRole]) -> Receivable | None:
    values = line.values
    ledger, amount = ledger_number(values["CompteNum"]), signed_amount(values)
    has_customer = bool(values.get("CompAuxNum")) or bool(ledger and ledger.is_own)
    if ledger is None or amount == 0 or (ledger.group is Class.DEPOSITS and not has_customer):
        return None
    kind = document_kind(ledger, journals[values["JournalCode"]], entries[line.line_no], is_debit=amount > 0)
    return row_of(line, ledger, amount, kind=kind, has_customer=has_customer)


def row_of(line: FecLine, ledger: LedgerNumber, amount: Decimal, *, kind: str, has_customer: bool) -> Receivable:
    values = line.values
    booked = date_of(values["EcritureDate"]) or date.min
    document_date = date_of(values["PieceDate"]) or booked
    document_date = min(document_date, booked) if kind == "opening" else document_date
    return Receivable(
        line_no=line.line_no,
        customer=customer_code(values),
        number="" if is_placeholder(values["PieceRef"]) else values["PieceRef"][:80],
        kind=kind,
        doubt=document_doubt(ledger, values["PieceRef"], kind=kind, is_debit=amount > 0, has_customer=has_customer),
        issued_on=booked if kind in ("payment", "returned_payment") else document_date,
        document_date=document_date,
        amount=amount,
        letter=values.get("EcritureLet", ""),
    )


def with_shared_pieces(rows: Sequence[Receivable]) -> list[Receivable]:
    """Doubt the opening entries whose piece reference stands for a whole entry."""
    customers: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.kind == "opening" and row.number:
            customers[row.number].add(row.customer)
    shared = {number for number, codes in customers.items() if len(codes) >= SHARED_BY}
    return [replace(row, doubt="carried_forward") if is_carried_whole(row, shared) else row for row in rows]


def is_carried_whole(row: Receivable, shared: set[str]) -> bool:
    return row.kind == "opening" and row.number in shared and row.amount > 0 and not row.doubt


def with_keys(rows: Iterable[Receivable]) -> list[Receivable]:
    seen: dict[tuple[str, str, date, Decimal], int] = defaultdict(int)
    named = []
    for row in rows:
        identity = (row.customer, row.number, row.document_date, row.amount)
        seen[identity] += 1
        named.append(replace(row, source_key=source_key(row.number, row.document_date, row.amount, seen[identity])))
    return named


def with_open_amounts(rows: list[Receivable], lines: dict[int, FecLine]) -> tuple[list[Receivable], int]:
    groups: dict[tuple[str, str, str], list[Receivable]] = defaultdict(list)
    for row in rows:
        if row.letter:
            groups[row.customer, lines[row.line_no].values["CompteNum"], row.letter].append(row)
    left: dict[int, Decimal] = {}
    balanced = 0
    for group in groups.values():
        amounts = [row.amount for row in group]
        left |= dict(zip([row.line_no for row in group], open_amounts(amounts), strict=True))
        balanced += is_balanced(amounts)
    return [replace(row, open_amount=left.get(row.line_no, row.amount)) for row in rows], balanced
