"""What a person needs to deposit a text on a customer's portal, and what became of earlier ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.customers.queries import PortalOfCustomer
from encaisse.dunning.models import Deposit
from encaisse.dunning.queries.composing import compositions
from encaisse.dunning.queries.explaining import explanation
from encaisse.dunning.queries.making import rendered
from encaisse.dunning.queries.planned import ActionView, action, action_items
from encaisse.dunning.rules.enclosures import NOTHING_ENCLOSED, Enclosed
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import Refusal

SHORTEST_TICKET = 3


@dataclass(frozen=True, slots=True)
class PreparedDeposit:
    """The text to paste, where, and the files that go along. `is_still_due`: decided again now, it would be the same text."""

    action: ActionView
    portal: PortalOfCustomer | None
    subject: str
    text: str
    enclosed: Enclosed
    is_still_due: bool
    problem: Refusal | None = None

    @property
    def portal_name(self) -> str:
        return self.portal.name if self.portal else ""


@dataclass(frozen=True, slots=True)
class DepositRow:
    """One try at depositing, as it was noted."""

    id: int
    action_id: int | None
    customer_id: int
    portal: str
    result: str
    ticket_number: str
    reason: str
    comment: str
    subject: str
    text: str
    on: date
    by_name: str
    at: datetime


def prepared_deposit(actor: Actor, action_id: int, *, on: date) -> PreparedDeposit:
    """Render what an action asks to deposit, as it would be made now."""
    view = action(actor, action_id)
    portal = customers.portal_of(actor, view.customer_id)
    composition = compositions(actor, [view], action_items(actor, [action_id]), on=on)[0]
    told = explanation(actor, view.customer_id, on=on)
    is_still_due = (told.verdict, told.step_key, told.channel) == ("act", view.step_key, view.channel)
    is_still_due = is_still_due and told.net_amounts.get(view.currency, view.net_amount) == view.net_amount
    try:
        _, text = rendered(actor, composition)
    except Refusal as refusal:
        return PreparedDeposit(view, portal, "", "", NOTHING_ENCLOSED, is_still_due, refusal)
    return PreparedDeposit(view, portal, text.subject, text.text, composition.enclosed, is_still_due)


def deposits_of(actor: Actor, customer_id: int, *, limit: int = 50) -> list[DepositRow]:
    """Return what was deposited, or tried, on a customer's portal, the latest first."""
    own = seen(actor).filter(pk=customer_id)
    return rows_of(Deposit.objects.filter(customer_id__in=own).order_by("-noted_at", "-pk")[:limit])


def deposit(actor: Actor, deposit_id: int) -> DepositRow | None:
    return next(iter(rows_of(Deposit.objects.filter(pk=deposit_id, customer_id__in=seen(actor)))), None)


def find_tickets(actor: Actor, words: str, *, limit: int = 8) -> list[DepositRow]:
    """Return the deposits whose ticket number begins with what was typed, in any case."""
    ticket = "".join(words.split())
    if len(ticket) < SHORTEST_TICKET:
        return []
    rows = Deposit.objects.filter(ticket_number__istartswith=ticket, customer_id__in=seen(actor))
    return rows_of(rows.order_by("-noted_at")[:limit])


def seen(actor: Actor) -> Any:
    return Customer.objects.filter(customers.in_scope(actor)).values("pk")


def rows_of(rows: Iterable[Deposit]) -> list[DepositRow]:
    return [
        DepositRow(
            row.pk, row.planned_action_id, row.customer_id, row.portal, row.result, row.ticket_number, row.reason, row.comment, row.subject,
            row.text, row.happened_on, row.noted_by_name, row.noted_at,
        )
        for row in rows
    ]  # fmt: skip
