"""Writes of the life of e-invoices, many steps at once."""

from collections.abc import Iterable

from django.db import transaction

from encaisse.customers.actions import touch
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger.actions.evidence import documents_in_scope, write_deed
from encaisse.ledger.models import DeliveryState
from encaisse.ledger.rules.life_cycle import SETTLED, StateFacts


@transaction.atomic
def record_delivery_states(actor: Actor, told: Iterable[StateFacts], *, source_id: int) -> list[StateFacts]:
    """Keep steps of e-invoices; those already told are left as they are. Returns the new ones; their customers are decided anew."""
    wanted = {(each.document_id, each.code, each.happened_at): each for each in told}
    documents = documents_in_scope(actor, {document_id for document_id, _, _ in wanted}, Permission.IMPORT_RUN)
    known = set(DeliveryState.objects.filter(document_id__in=documents).values_list("document_id", "code", "happened_at"))
    fresh = [each for key, each in wanted.items() if key not in known]
    DeliveryState.objects.bulk_create(
        DeliveryState(
            creditor_id=documents[each.document_id].creditor_id, customer_id=documents[each.document_id].customer_id,
            document_id=each.document_id, code=each.code, reason_code=each.reason_code, happened_at=each.happened_at, source_id=source_id,
            contested_amount=each.contested_amount,
        )
        for each in fresh
    )  # fmt: skip
    told_of = [documents[each.document_id] for each in fresh]
    touch({document.customer_id for document in told_of})
    write_deed(actor, "ledger.record_delivery_state", told_of, {"codes": [each.code for each in fresh]})
    return fresh


@transaction.atomic
def settle_delivery_state(actor: Actor, document_id: int, *, comment: str) -> None:
    """Note that what a platform told of an invoice is settled with the customer: from now on it is asked again."""
    document = documents_in_scope(actor, {document_id}, Permission.ACTION_CREATE).get(document_id)
    if document is None:
        raise NotFound(what="document")
    DeliveryState.objects.create(
        creditor_id=document.creditor_id, customer_id=document.customer_id, document_id=document_id, code=SETTLED, happened_at=now(),
        comment=comment[:200],
    )  # fmt: skip
    touch([document.customer_id])
    write_deed(actor, "ledger.settle_delivery_state", [document], {"comment": comment[:200]})
