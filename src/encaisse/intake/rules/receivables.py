"""Which entries of a general ledger are receivables, whose, and of what kind. One rule, fed by the profile of each journal."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from encaisse.intake.rules.fec_header import folded


class Class(StrEnum):
    """The receivable classes of the chart (plan comptable général)."""

    CUSTOMERS = "411"
    BILLS = "413"
    DOUBTFUL = "416"
    UNBILLABLE = "417"
    TO_BE_INVOICED = "418"
    DEPOSITS = "419"


class JournalRole(StrEnum):
    OPENING = "opening"
    SALES = "sales"
    TREASURY = "treasury"
    MIXED = "mixed"
    OTHER = "other"


# Sub-classes of the chart itself: a number no longer than these is no customer's own.
CHART = frozenset(["41", "410", "411", "4111", "4117", "413", "416", "417", "418", "4181", "4188", "419", "4191", "4196", "4197", "4198"])
OPENING_CODES = frozenset(
    ("an", "ran", "anouv", "anouveau", "anouveaux", "ouv", "ouvert", "ouverture", "rnouv", "repan", "bilan", "and", "ano", "anv")
)  # fmt: skip
OPENING_NAMES = re.compile(r"nouveau|ouverture|balanceinitiale|bilandebut|bilandouv|reportanouv|^report|opening")
# What software writes where the number of the original document was lost (compared in lower case).
PLACEHOLDERS = frozenset(
    ("", "x", "xx", "xxx", "0", "00", "000", "-", "--", "---", ".", "..", "...", "_", "__", "___", "*", "?", "ran", "an", "a.n.", "r.a.n.",
     "a nouveau", "à nouveau", "a-nouveau", "anouveau", "a nouveaux", "à nouveaux", "anouveaux", "report", "report a nouveau",
     "report à nouveau", "solde", "solde initial", "solde a nouveau", "ouverture", "neant", "néant", "aucun", "aucune", "na", "n/a", "bo",
     "divers", "san", "s.a.n.")
)  # fmt: skip

# A piece reference that so many customers share among the opening entries is the number of that entry, not of an invoice.
SHARED_BY = 3


@dataclass(frozen=True, slots=True)
class JournalProfile:
    """What a journal holds, counted over the whole file."""

    code: str
    name: str
    sales_lines: int
    treasury_lines: int


@dataclass(frozen=True, slots=True)
class LedgerNumber:
    """What a number of the general ledger says of its lines. `is_own`: it stands for one customer when no auxiliary is given."""

    number: str
    group: Class
    is_own: bool

    @property
    def kind(self) -> str | None:
        return {Class.BILLS: "bill", Class.DEPOSITS: "deposit"}.get(self.group)

    @property
    def doubt(self) -> str:
        return {
            Class.BILLS: "bill_not_matured",
            Class.DOUBTFUL: "doubtful",
            Class.UNBILLABLE: "to_be_invoiced",
            Class.TO_BE_INVOICED: "to_be_invoiced",
        }.get(self.group, "")


def ledger_number(number: str) -> LedgerNumber | None:
    """Return what a number says, or None when its lines are no receivables."""
    group = number[:3]
    if group not in set(Class):
        return None
    return LedgerNumber(number, Class(group), is_own=number.rstrip("0") not in CHART)


def journal_role(profile: JournalProfile) -> JournalRole:
    """Return what a journal is for, by its name when it opens the year, else by what it holds."""
    if folded(profile.code) in OPENING_CODES or OPENING_NAMES.search(folded(profile.name)):
        return JournalRole.OPENING
    return role_by_content(sales=profile.sales_lines > 0, treasury=profile.treasury_lines > 0)


def role_by_content(*, sales: bool, treasury: bool) -> JournalRole:
    if sales and treasury:
        return JournalRole.MIXED
    if sales or treasury:
        return JournalRole.SALES if sales else JournalRole.TREASURY
    return JournalRole.OTHER


def is_sales(number: str) -> bool:
    return number.startswith(("7", "4457"))


def is_treasury(number: str) -> bool:
    return number.startswith("5")


def is_placeholder(piece: str) -> bool:
    return piece.lower() in PLACEHOLDERS


KINDS: Mapping[tuple[JournalRole, bool], str] = {
    (JournalRole.SALES, True): "invoice",
    (JournalRole.SALES, False): "credit_note",
    (JournalRole.TREASURY, True): "returned_payment",
    (JournalRole.TREASURY, False): "payment",
}


def document_kind(ledger: LedgerNumber, journal: JournalRole, entry: JournalRole, *, is_debit: bool) -> str:
    """Return what a receivable line is: opening entry, bill, deposit, or what the rest of its entry says."""
    if journal is JournalRole.OPENING:
        return "opening"
    role = entry if journal is JournalRole.MIXED else journal
    # A sale paid at once holds both sales and treasury: its debit is the invoice, its credit the payment.
    if role is JournalRole.MIXED:
        return "invoice" if is_debit else "payment"
    return ledger.kind or KINDS.get((role, is_debit), "other")


def document_doubt(ledger: LedgerNumber, piece: str, *, kind: str, is_debit: bool, has_customer: bool) -> str:
    """Return why a person must look at an item before it is dunned, if there is a reason. Only debits are dunned."""
    if not is_debit:
        return ""
    if ledger.doubt:
        return ledger.doubt
    if not has_customer:
        return "collective"
    if is_placeholder(piece):
        return "carried_forward" if kind == "opening" else "no_document"
    return ""
