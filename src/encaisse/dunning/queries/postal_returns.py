"""What postal providers answered, file by file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from encaisse.creditors import queries as creditors
from encaisse.dunning.models import PostalReturn
from encaisse.kit.actor import Actor, Mode, Permission

LATEST = 50


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A file taken in: what it brought, and the lines that could not be taken."""

    id: int
    creditor_id: int
    name: str
    noted: int
    known: int
    findings: tuple[dict[str, Any], ...]
    taken_at: datetime
    taken_by_name: str


def postal_returns(actor: Actor) -> list[ReturnRow]:
    """Return the latest files of the companies in reach, for whoever sends letters."""
    actor.must(Permission.ACTION_CREATE, mode=Mode.VIEW)
    known = [card.id for card in creditors.creditors_in_reach(actor)]
    return [
        ReturnRow(
            row.pk, row.creditor_id, row.name, row.noted, row.known, tuple(row.findings), row.taken_at, row.taken_by_name
        )
        for row in PostalReturn.objects.filter(creditor_id__in=known).order_by("-pk")[:LATEST]
    ]  # fmt: skip
