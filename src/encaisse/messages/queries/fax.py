"""The fax gateway of each creditor."""

from dataclasses import dataclass

from encaisse.creditors import queries as creditors
from encaisse.kit.actor import Actor
from encaisse.messages.models import FaxGateway
from encaisse.messages.queries.channels import Health, health_of, may_look


@dataclass(frozen=True, slots=True)
class FaxCard:
    """A fax gateway as a screen shows it."""

    pattern: str
    health: Health


def fax_pattern(actor: Actor, creditor_id: int) -> str:
    """Return the address pattern of a creditor's fax gateway, "" when there is none."""
    creditors.creditor(actor, creditor_id)
    return FaxGateway.objects.filter(creditor_id=creditor_id).values_list("pattern", flat=True).first() or ""


def fax_card(actor: Actor, creditor_id: int) -> FaxCard | None:
    may_look(actor, creditor_id)
    row = FaxGateway.objects.filter(creditor_id=creditor_id).first()
    return FaxCard(row.pattern, health_of(row)) if row else None
