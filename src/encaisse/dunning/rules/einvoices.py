"""What the state of an e-invoice means for its reminders: what is held, why, and who has the next move (XP Z12-012)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from encaisse.disputes.rules import Department, reason
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.dunning.rules.values import HeldPart, ItemHold
from encaisse.kit.actor import Role
from encaisse.kit.dates import working_days

SUBMITTED, PARTLY_APPROVED, DISPUTED, SUSPENDED, REFUSED, PAYMENT_SENT = 200, 206, 207, 208, 210, 211
REJECTED, CANCELLED, ROUTING_ERROR, FACTORED, NOT_ADMISSIBLE = 213, 220, 221, 225, 501
NOT_TRANSMITTED = "NON_TRANSMISE"  # submitted, but the buyer has no address in force: nobody has it
PAYMENT_SENT_WORKING_DAYS = 3
JOINED = " · "  # between the invoices that one task is about

HELD_BY = {
    PARTLY_APPROVED: ItemHold.EINVOICE_DISPUTED,
    DISPUTED: ItemHold.EINVOICE_DISPUTED,
    SUSPENDED: ItemHold.EINVOICE_SUSPENDED,
    REFUSED: ItemHold.EINVOICE_REFUSED,
    REJECTED: ItemHold.EINVOICE_NOT_ARRIVED,
    ROUTING_ERROR: ItemHold.EINVOICE_NOT_ARRIVED,
    NOT_ADMISSIBLE: ItemHold.EINVOICE_NOT_ARRIVED,
    CANCELLED: ItemHold.EINVOICE_CANCELLED,
    FACTORED: ItemHold.EINVOICE_FACTORED,
}
WORK = {
    ItemHold.EINVOICE_DISPUTED: (TaskKind.EINVOICE_DISPUTED, Role.ORDER_ADMIN),
    ItemHold.EINVOICE_SUSPENDED: (TaskKind.EINVOICE_TO_COMPLETE, Role.ORDER_ADMIN),
    ItemHold.EINVOICE_REFUSED: (TaskKind.EINVOICE_REFUSED, Role.ORDER_ADMIN),
    ItemHold.EINVOICE_NOT_ARRIVED: (TaskKind.EINVOICE_NOT_ARRIVED, Role.ORDER_ADMIN),
    ItemHold.EINVOICE_CANCELLED: (TaskKind.EINVOICE_CANCELLED, Role.ACCOUNTANT),
    ItemHold.EINVOICE_FACTORED: (TaskKind.EINVOICE_FACTORED, Role.CREDIT_MANAGER),
}
ROLES = {
    Department.SALES: Role.SALESPERSON,
    Department.ACCOUNTING: Role.ACCOUNTANT,
    Department.COLLECTIONS: Role.COLLECTOR,
    Department.CREDIT_MANAGEMENT: Role.CREDIT_MANAGER,
    Department.FINANCE: Role.CFO,
    Department.GENERAL_MANAGEMENT: Role.GENERAL_MANAGEMENT,
    Department.LEGAL: Role.LEGAL,
}
# Why a buyer disputes, as the platform writes it, and the reason of ours that says whose work it is; the rest is order administration's.
REASONS = {
    "NON_TRANSMISE": "INV_NOT_RECEIVED", "ROUTAGE_ERR": "INV_WRONG_ADDRESS", "DEST_ERR": "INV_WRONG_ADDRESS",
    "DEST_INC": "INV_WRONG_ADDRESS",
    "ADR_ERR": "INV_WRONG_ADDRESS", "SIRET_ERR": "INV_WRONG_ADDRESS", "CODE_ROUTAGE_ERR": "INV_WRONG_ADDRESS", "CMD_ERR": "PO_MISSING",
    "REF_CT_ABSENT": "PO_MISSING", "REF_ERR": "PO_MISSING", "JUSTIF_ABS": "DOC_MISSING", "TX_TVA_ERR": "INV_ERROR_LEGAL",
    "MONTANTTOTAL_ERR": "INV_ERROR_LEGAL", "CALCUL_ERR": "INV_ERROR_LEGAL", "NON_CONFORME": "INV_ERROR_LEGAL", "DOUBLON": "INV_ERROR_LEGAL",
    "DOUBLE_FACT": "INV_ERROR_LEGAL", "PU_ERR": "PRICE", "REM_ERR": "PRICE", "QTE_ERR": "QUANTITY", "QUALITE_ERR": "QUALITY",
    "LIVR_INCOMP": "NOT_DELIVERED", "TRANSAC_INC": "NOT_ORDERED", "ART_ERR": "NOT_ORDERED", "CONTRAT_TERM": "CONTRACT_TERM",
    "MODPAI_ERR": "TERM_DISAGREEMENT", "COORD_BANC_ERR": "BANK_DETAILS", "EMMET_INC": "FRAUD",
}  # fmt: skip


class EInvoiceState(NamedTuple):
    """The last step of an e-invoice: its code, the day it was told, the amount told as not approved (None: all of it), and why.

    Of a due line, `contested_amount` is its share of what is contested, and `shared_by` are the lines that share it.
    """

    code: int
    on: date
    contested_amount: Decimal | None = None
    reason_code: str = ""
    shared_by: tuple[int, ...] = ()


class DueLine(NamedTuple):
    """One due line of an e-invoice, for what is still open of it."""

    item_id: int
    due_date: date
    open_amount: Decimal


class DisputeDays(NamedTuple):
    opened_on: date
    closed_on: date | None


def held_by(code: int | None, reason_code: str) -> ItemHold | None:
    """Return what a step holds an e-invoice for; None when it stops nothing."""
    if code == SUBMITTED and NOT_TRANSMITTED in reason_code.split():
        return ItemHold.EINVOICE_NOT_ARRIVED
    return HELD_BY.get(code) if code is not None else None


def shares_of(state: EInvoiceState, lines: Iterable[DueLine]) -> dict[int, EInvoiceState]:
    """Return the state as each due line has it: what is contested is held once, on the lines that fall due first."""
    if state.contested_amount is None:
        return {}
    ordered = sorted((line for line in lines if line.open_amount > 0), key=lambda line: (line.due_date, line.item_id))
    ids = tuple(line.item_id for line in ordered)
    left, shares = state.contested_amount, {}
    for line in ordered:
        share = min(left, line.open_amount)
        shares[line.item_id] = state._replace(contested_amount=share, shared_by=ids)
        left -= share
    return shares


def einvoice_hold(state: EInvoiceState | None, disputes: Iterable[DisputeDays] = (), *, on: date) -> tuple[HeldPart, ...]:
    """Hold what a platform told is not owed as it is; a payment announced there has 3 working days.

    A dispute the customer raised there yields to the one opened here about the same item: its amount, its clock, its end.
    """
    if state is None:
        return ()
    if state.code == PAYMENT_SENT:
        until = working_days().add(state.on, PAYMENT_SENT_WORKING_DAYS)
        return (HeldPart(ItemHold.EINVOICE_STATE, None, until),) if on <= until else ()
    held = held_by(state.code, state.reason_code)
    if held is not ItemHold.EINVOICE_DISPUTED:
        return (HeldPart(held),) if held else ()
    if state.contested_amount == 0 or is_taken_up(state, disputes):
        return ()
    return (HeldPart(held, state.contested_amount),)


def is_taken_up(state: EInvoiceState, disputes: Iterable[DisputeDays]) -> bool:
    return any(each.closed_on is None or each.opened_on >= state.on for each in disputes)


def is_about(state: EInvoiceState, item_id: int, disputed_id: int) -> bool:
    """Tell whether a dispute is about a due line: its own, or of an amount contested once, any line that shares it."""
    return disputed_id == item_id or disputed_id in state.shared_by


def work_of(held: ItemHold) -> tuple[TaskKind, Role]:
    """Return the work that a step which stops reminders asks for, and of whom."""
    return WORK[held]


def role_for(held: ItemHold, reason_codes: str, usual: Role) -> Role:
    """Return who answers: of what a buyer disputes, the department of the reason it gave."""
    ours = reason_of(reason_codes) if held is ItemHold.EINVOICE_DISPUTED else ""
    return ROLES.get(reason(ours).department, usual) if ours else usual


def reason_of(reason_codes: str) -> str:
    """Return our reason for the first of a platform's reasons that is known; nothing otherwise."""
    return next((REASONS[code] for code in reason_codes.split() if code in REASONS), "")


def said_of(number: str, reason_codes: str) -> str:
    return f"{number} ({reason_codes})" if reason_codes else number


def without(comment: str, number: str) -> str:
    """Take an invoice off what a task says."""
    parts = [part for part in comment.split(JOINED) if part != number and not part.startswith(f"{number} (")]
    return JOINED.join(parts)
