"""A visit and what came of it, in one transaction: the step, the contact, a promise, a dispute, money to look for."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext

from encaisse.audit.actions import write_audit
from encaisse.commitments.actions import make_promise
from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.actions import attach
from encaisse.customers.queries import CustomerFile
from encaisse.customers.rules.notes import NewAttachment
from encaisse.db.clock import HOME, now
from encaisse.disputes.actions import open_dispute
from encaisse.dunning import actions as dunning
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.dunning.rules.visits import MET, VisitResult, check_visited_on
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.queries import OpenItemRow
from encaisse.messages.actions import ContactFact, record_contact
from encaisse.ui.formats import money_text
from encaisse.workbench.models import Visit
from encaisse.workbench.queries.items import chosen, overdue
from encaisse.workbench.rules.visits import BANKED_WITHIN, MEANS, VisitOutcome, check_visit_outcome


@dataclass(frozen=True, slots=True)
class NotedVisit:
    visit_id: int
    promise_id: int | None
    dispute_id: int | None


@transaction.atomic
def note_visit_with_outcome(
    actor: Actor, customer_id: int, outcome: VisitOutcome, *, on: date, action_id: int | None = None, sheet: NewAttachment | None = None
) -> NotedVisit:
    """Note a visit, planned or not, and what came of it; `sheet` is the page filled in on the spot, scanned. All of it, or nothing."""
    actor.must(Permission.ACTION_CREATE)
    customer = customers.customer(actor, customer_id)
    check_visit_outcome(outcome)
    check_visited_on(outcome.visited_on, today=on)
    if action_id is not None:
        dunning.note_visit(actor, action_id, result=outcome.result, visited_on=outcome.visited_on)
    if outcome.result is VisitResult.GONE:
        dunning.nobody_there(actor, customer.id, on=outcome.visited_on)
    record_contact(actor, contact_of(customer, outcome))
    late = overdue(actor, customer.id, on=on)
    currency = currency_of(actor, customer, late)
    promise_id = promised(actor, customer, outcome, late, on=on)
    dispute_id = disputed(actor, customer, outcome, on=on)
    if outcome.result is VisitResult.PAID:
        look_for(actor, customer, outcome, currency, on=on)
    if sheet is not None:
        attach(actor, customer.id, [sheet])
    made = {"action_id": action_id, "promise_id": promise_id, "dispute_id": dispute_id}
    visit = keep_visit(actor, customer, outcome, currency, made)
    write_audit(
        actor, did="visit.told", subject_kind="visit", subject_id=visit.pk, creditor_id=customer.creditor_id, customer_id=customer.id,
        change={"result": outcome.result.value, "on": outcome.visited_on.isoformat(), "action_id": action_id},
    )  # fmt: skip
    return NotedVisit(visit.pk, promise_id, dispute_id)


def contact_of(customer: CustomerFile, outcome: VisitOutcome) -> ContactFact:
    """Return the contact of the day of the visit; nobody met is an attempt (rule 3)."""
    noon = datetime.combine(outcome.visited_on, time(12), ZoneInfo(HOME))
    return ContactFact(
        creditor_id=customer.creditor_id, customer_id=customer.id, party_id=customer.party_id, channel="visit", direction="out",
        result=outcome.result.value, is_contact=outcome.result in MET, happened_at=min(noon, now()),
    )  # fmt: skip


def currency_of(actor: Actor, customer: CustomerFile, late: list[OpenItemRow]) -> str:
    return late[0].currency if late else creditors.creditor(actor, customer.creditor_id).currency


def promised(actor: Actor, customer: CustomerFile, outcome: VisitOutcome, late: list[OpenItemRow], *, on: date) -> int | None:
    """Make the promise of the visit; what was handed over is noted for the day it must be in the bank: held until then, verified after."""
    about = chosen(actor, customer.id, outcome.item_ids) or late
    if outcome.result is VisitResult.PROMISED and outcome.promised_for is not None:
        amount, day = outcome.promised_amount, outcome.promised_for
    elif outcome.result is VisitResult.PAID and outcome.paid_amount is not None and about:
        open_amount = sum((item.open_amount for item in about), Decimal())
        amount, day = min(outcome.paid_amount, open_amount), creditors.calendar(actor, customer.region).add(on, BANKED_WITHIN)
    else:
        return None
    return make_promise(
        actor, item_ids=[item.id for item in about], amount=amount, promised_for=day, on=on, given_by=outcome.met, channel="visit"
    )


def disputed(actor: Actor, customer: CustomerFile, outcome: VisitOutcome, *, on: date) -> int | None:
    if outcome.result is not VisitResult.DISPUTED:
        return None
    amounts: dict[int, Decimal | None] = dict.fromkeys(outcome.item_ids, outcome.disputed_amount)
    calendar = creditors.calendar(actor, customer.region)
    return open_dispute(actor, amounts=amounts, reason=outcome.reason, on=on, calendar=calendar, comment=outcome.comment)


def look_for(actor: Actor, customer: CustomerFile, outcome: VisitOutcome, currency: str, *, on: date) -> None:
    """Tell accounting what was handed over, and how."""
    paid = outcome.paid_amount or Decimal()
    words = gettext("Handed over during a visit: %(amount)s, %(means)s.") % {
        "amount": money_text(paid, currency), "means": gettext(MEANS[outcome.paid_by]) if outcome.paid_by else "",
    }  # fmt: skip
    dunning.raise_signal(
        actor, customer.id, TaskKind.FIND_PAYMENT, on=on, comment=f"{words} {outcome.comment}".strip(), amount=paid, currency=currency
    )


def keep_visit(actor: Actor, customer: CustomerFile, outcome: VisitOutcome, currency: str, made: dict[str, int | None]) -> Visit:
    is_paid = outcome.result is VisitResult.PAID
    return Visit.objects.create(
        creditor_id=customer.creditor_id, customer_id=customer.id, result=outcome.result.value,
        met=outcome.met.strip()[:120], reason=outcome.reason, comment=outcome.comment.strip(),
        paid_amount=outcome.paid_amount if is_paid else None, paid_currency=currency if is_paid else "",
        paid_by=outcome.paid_by.value if is_paid and outcome.paid_by else "",
        visited_on=outcome.visited_on, noted_at=now(), noted_by=actor.user_id, noted_by_name=actor.name[:120], **made,
    )  # fmt: skip
