"""What a company keeps an eye on: whether everything waits for approval, and its own caps."""

from dataclasses import dataclass
from datetime import datetime

from encaisse.creditors import queries as creditors
from encaisse.dunning.models import ContactCap, Supervision
from encaisse.dunning.rules.contact_caps import Cap, shipped_caps, stricter
from encaisse.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class Supervised:
    creditor_id: int
    begun_at: datetime
    begun_by: int | None


@dataclass(frozen=True, slots=True)
class OwnCap:
    """A cap as the product has it, and as the creditor has it."""

    for_consumers: bool
    cap: Cap
    most: int


def supervised(actor: Actor) -> dict[int, Supervised]:
    """Return the companies in reach whose every message waits for a person."""
    rows = Supervision.objects.filter(ended_at__isnull=True)
    if not actor.all_creditors:
        rows = rows.filter(creditor_id__in=actor.creditors)
    return {row.creditor_id: Supervised(row.creditor_id, row.begun_at, row.begun_by) for row in rows}


def is_supervised(actor: Actor, creditor_id: int) -> bool:
    creditors.creditor(actor, creditor_id)
    return Supervision.objects.filter(creditor_id=creditor_id, ended_at__isnull=True).exists()


def own_caps(actor: Actor, creditor_id: int) -> list[OwnCap]:
    """Return every cap, businesses first, with the creditor's own figure."""
    creditors.creditor(actor, creditor_id)
    kept = {(row.for_consumers, row.code): row.most for row in ContactCap.objects.filter(creditor_id=creditor_id)}
    return [
        OwnCap(for_consumers, cap, min(cap.most, kept.get((for_consumers, cap.code), cap.most)))
        for for_consumers in (False, True)
        for cap in shipped_caps(for_consumers=for_consumers)
    ]


def caps_of(actor: Actor, creditor_id: int) -> dict[bool, tuple[Cap, ...]]:
    """Return the caps the decision uses, for consumers and for the others."""
    own = own_caps(actor, creditor_id)
    return {
        for_consumers: stricter(
            shipped_caps(for_consumers=for_consumers), {each.cap.code: each.most for each in own if each.for_consumers is for_consumers}
        )
        for for_consumers in (False, True)
    }
