"""Writes of the life of e-invoices, many steps at once."""

from collections.abc import Iterable

from django.db import transaction

from encaisse.customers.actions import touch
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.actions.evidence import documents_in_scope, write_deed
from encaisse.ledger.models import DeliveryState
from encaisse.ledger.rules.life_cycle import StateFacts


@transaction.atomic
def record_delivery_states(actor: Actor, told: Iterable[StateFacts], *, source_id: int) -> int:
    """Keep steps of e-invoices; those already told are left as they are. Returns how many are new; their customers are decided anew."""
    wanted = {(each.document_id, each.code, each.happened_at): each for each in told}
    documents = documents_in_scope(actor, {document_id for document_id, _, _ in wanted}, Permission.IMPORT_RUN)
    known = set(DeliveryState.objects.filter(document_id__in=documents).values_list("document_id", "code", "happened_at"))
    fresh = [each for key, each in wanted.items() if key not in known]
    DeliveryState.objects.bulk_create(
        DeliveryState(
            creditor_id=documents[each.document_id].creditor_id, customer_id=documents[each.document_id].customer_id,
            document_id=each.document_id, code=each.code, reason_code=each.reason_code, happened_at=each.happened_at, source_id=source_id,
        )
        for each in fresh
    )  # fmt: skip
    told_of = [documents[each.document_id] for each in fresh]
    touch({document.customer_id for document in told_of})
    write_deed(actor, "ledger.record_delivery_state", told_of, {"codes": [each.code for each in fresh]})
    return len(fresh)
