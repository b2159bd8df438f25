"""The life of e-invoices as platforms tell it: messages of XP Z12-012 (CDAR), each a step of one invoice or of several."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from encaisse.intake.rules.einvoices.xml import Element, all_at, day, local, text, tree_of
from encaisse.intake.rules.refusals import BrokenEInvoice, NotAnAcknowledgement
from encaisse.kit.refusals import Refusal

ROOT = "CrossDomainAcknowledgementAndResponse"
REFERENCED = "AcknowledgementDocument/ReferenceReferencedDocument"
MINUTE, SECOND = 12, 14  # digits of an instant told to the minute, or to the second
SIREN, SIRET = 9, 14
NOT_APPROVED = "MNATTC"
REASON = 40  # the longest reasons the ledger keeps


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One step of one e-invoice: which invoice, which code, when, and why."""

    number: str
    issued_on: date | None
    seller_siren: str
    code: str
    happened_at: datetime
    reasons: tuple[str, ...] = ()
    contested_amount: Decimal | None = None

    @property
    def reason_code(self) -> str:
        return " ".join(self.reasons)[:REASON]


def is_acknowledgement(content: bytes, *, name: str) -> bool:
    try:
        return local(tree_of(content, name=name)) == ROOT
    except Refusal:
        return False


def read_acknowledgement(content: bytes, *, name: str, zone: ZoneInfo) -> tuple[LifeStep, ...]:
    """Return the steps that a message tells; its clock is the creditor's own. What is no such message is refused."""
    root = tree_of(content, name=name)
    if local(root) != ROOT:
        raise NotAnAcknowledgement(name=name)
    found = all_at(root, REFERENCED)
    if not found:
        raise BrokenEInvoice(name=name, why="ReferenceReferencedDocument")
    happened_at = instant(text(root, "AcknowledgementDocument/IssueDateTime/DateTimeString"), name=name, zone=zone)
    return tuple(step_of(each, happened_at, name=name) for each in found)


def step_of(element: Element, happened_at: datetime, *, name: str) -> LifeStep:
    number, code = text(element, "IssuerAssignedID"), text(element, "ProcessConditionCode")
    if not number or not code:
        raise BrokenEInvoice(name=name, why="IssuerAssignedID, ProcessConditionCode")
    reasons = [text(status, "ReasonCode") for status in all_at(element, "SpecifiedDocumentStatus")]
    return LifeStep(
        number, day(element, "FormattedIssueDateTime/DateTimeString", name=name), siren_of(text(element, "IssuerTradeParty/GlobalID")),
        code, happened_at, tuple(dict.fromkeys(filter(None, reasons))), contested_in(element),
    )  # fmt: skip


def contested_in(element: Element) -> Decimal | None:
    """Return the amount told as not approved, tax included; None when none is told, or none that can be read."""
    told = all_at(element, "SpecifiedDocumentStatus/SpecifiedDocumentCharacteristic")
    written = next((text(each, "ValueAmount") for each in told if text(each, "TypeCode") == NOT_APPROVED), "")
    try:
        amount = Decimal(written) if written else None
    except InvalidOperation:
        return None
    return amount if amount is not None and amount.is_finite() and amount > 0 else None


def siren_of(written: str) -> str:
    """Return the SIREN of a company told by its SIREN or its SIRET; nothing otherwise."""
    digits = re.sub(r"\D", "", written.split("_", maxsplit=1)[0])
    return digits[:SIREN] if len(digits) in {SIREN, SIRET} else ""


def instant(written: str, *, name: str, zone: ZoneInfo) -> datetime:
    """Read an instant of format 204 (to the second) or 203 (to the minute)."""
    form = {SECOND: "%Y%m%d%H%M%S", MINUTE: "%Y%m%d%H%M"}.get(len(written), "no instant has this length")
    try:
        return datetime.strptime(written, form).replace(tzinfo=zone)
    except ValueError as error:
        raise BrokenEInvoice(name=name, why=f"IssueDateTime “{written[:40]}”") from error
