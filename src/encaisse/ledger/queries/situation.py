"""What a situation would settle, before anyone says yes."""

from dataclasses import dataclass
from decimal import Decimal

from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger.models import Source
from encaisse.ledger.queries.freshness import in_reach
from encaisse.ledger.queries.relations import run_on


@dataclass(frozen=True, slots=True)
class SituationPreview:
    """What is open from a source, and how much of it the situation no longer shows."""

    open_items: int
    open_amount: Decimal
    vanished_items: int
    vanished_amount: Decimal


def situation_preview(actor: Actor, *, relation: str, batch_id: int, source_id: int) -> SituationPreview:
    """Return what would be settled because a situation no longer shows it. Amounts are gross of credits."""
    actor.must(Permission.IMPORT_RUN)
    if not Source.objects.filter(in_reach(actor), pk=source_id).exists():
        raise NotFound(what="source")
    _, rows = run_on(relation, "situation_preview", batch_id=batch_id, source_id=source_id)
    return SituationPreview(*rows[0])
