"""The texts people gave to drafts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.dunning.models import DraftWording
from encaisse.dunning.models.wordings import ADDED
from encaisse.dunning.rules.drafted import Change
from encaisse.dunning.rules.wordings import Wording
from encaisse.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class Rewording:
    """A person worded a draft otherwise, or went back to its template: what was taken out and put in, as the customer would read it."""

    at: datetime
    by_name: str
    subject: str
    changes: tuple[Change, ...]
    is_undone: bool = False


def wordings(actor: Actor, action_ids: Iterable[int]) -> dict[int, Wording]:
    """Return the text in force of each draft that has one of its own."""
    seen = Customer.objects.filter(customers.in_scope(actor)).values("pk")
    rows = DraftWording.objects.filter(planned_action_id__in=list(action_ids), customer_id__in=seen, ended_at=None)
    return {
        row.planned_action_id: Wording(row.step_key, row.language, row.subject, row.body, row.written_by_name, row.written_at)
        for row in rows
    }


def rewordings(actor: Actor, customer_id: int, *, limit: int) -> list[Rewording]:
    """Return each time a person worded a draft of a customer, or went back to the template, the latest first."""
    seen = Customer.objects.filter(customers.in_scope(actor), pk=customer_id).values("pk")
    rows = list(DraftWording.objects.filter(customer_id__in=seen).order_by("-written_at", "-pk")[:limit])
    written = [Rewording(row.written_at, row.written_by_name, row.subject, changes_of(row)) for row in rows]
    undone = [
        Rewording(row.ended_at, row.ended_by_name, row.subject, (), is_undone=True) for row in rows if row.ended_at and row.ended_by_name
    ]
    return sorted(undone + written, key=lambda each: each.at, reverse=True)


def changes_of(row: DraftWording) -> tuple[Change, ...]:
    return tuple(Change(is_added=sign == ADDED, words=words) for sign, words in row.changed)
