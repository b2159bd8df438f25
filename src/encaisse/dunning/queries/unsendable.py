"""What would be refused if it left now: SMS of a company without a gateway, faxes of one without its address."""

from dataclasses import dataclass

from django.conf import settings

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.dunning.models import PlannedAction
from encaisse.kit.actor import Actor
from encaisse.messages import queries as outbox


@dataclass(frozen=True, slots=True)
class Unsendable:
    """So many messages of a channel that a company cannot send."""

    channel: str
    creditor_id: int
    company: str
    count: int


def unsendable(actor: Actor) -> list[Unsendable]:
    """Return the SMS and faxes to approve, or approved, that no gateway would take; none where nothing leaves anyway."""
    if settings.OUTBOUND != "live":
        return []
    seen = Customer.objects.filter(customers.in_scope(actor)).values("pk")
    found = []
    for card in creditors.creditors_in_reach(actor):
        has = {"sms": outbox.sms_gateway(actor, card.id) is not None, "fax": bool(outbox.fax_pattern(actor, card.id))}
        for channel in (name for name, is_set_up in has.items() if not is_set_up):
            waiting = PlannedAction.objects.filter(creditor_id=card.id, channel=channel, state__in=["to_approve", "approved"])
            if count := waiting.filter(customer_id__in=seen).count():
                found.append(Unsendable(channel, card.id, card.short_name or card.name, count))
    return found
