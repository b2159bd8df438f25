"""What changes of documents and due dates without money moving: due date, e-invoice states, what a person decided."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from encaisse.customers.models import Customer
from encaisse.customers.queries import in_scope
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger import queries
from encaisse.ledger.actions.audit import tell, tell_many
from encaisse.ledger.models import DeliveryState, Document, DueDateChange, OpenItem, Qualification, QualifiedAs
from encaisse.ledger.rules import facts


@transaction.atomic
def change_due_date(actor: Actor, item_id: int, *, to_date: date, reason: str, on: date) -> int:
    """Change when an item is due, with the reason; the earlier due date stays readable."""
    actor.must(Permission.DISPUTE_RESOLVE)
    item = queries.locked_open_item(actor, item_id, Permission.DISPUTE_RESOLVE)
    if item.due_date == to_date:
        raise facts.DueDateUnchanged(item=item.reference, due_date=to_date)
    change = DueDateChange.objects.create(
        creditor_id=item.creditor_id, customer_id=item.customer_id, item_id=item.id, from_date=item.due_date, to_date=to_date,
        reason=reason, changed_on=on, changed_by=actor.user_id,
    )  # fmt: skip
    OpenItem.objects.filter(pk=item_id).update(due_date=to_date, due_date_source="person")
    said = {"from": item.due_date, "to": to_date, "reason": reason}
    tell(actor, "change_due_date", kind="item", subject_id=item.id, row=item, change=said)
    return change.pk


@transaction.atomic
def complete_due_date(actor: Actor, item_id: int, *, to_date: date, reason: str, on: date) -> bool:
    """Give an item the due date its invoice states, where it had to be reckoned; what a file or a person gave is left as it is."""
    actor.must(Permission.IMPORT_RUN)
    item = queries.locked_open_item(actor, item_id, Permission.IMPORT_RUN)
    if item.due_date_source not in {"terms", "default"}:
        return False
    OpenItem.objects.filter(pk=item_id).update(due_date=to_date, due_date_source="given")
    if item.due_date != to_date:
        DueDateChange.objects.create(
            creditor_id=item.creditor_id, customer_id=item.customer_id, item_id=item.id, from_date=item.due_date, to_date=to_date,
            reason=reason[:200], changed_on=on, changed_by=actor.user_id,
        )  # fmt: skip
    said = {"from": item.due_date, "to": to_date, "reason": reason}
    tell(actor, "complete_due_date", kind="item", subject_id=item.id, row=item, change=said)
    return True


@transaction.atomic
def record_delivery_state(
    actor: Actor, document_id: int, *, code: int, happened_at: datetime, reason_code: str = "", source_id: int | None = None
) -> int:
    """Keep one step of an e-invoice's life; the same step told twice is kept once."""
    document = document_in_scope(actor, document_id, Permission.INVOICE_VIEW)
    step, is_new = DeliveryState.objects.get_or_create(
        customer_id=document.customer_id, document_id=document_id, code=code, happened_at=happened_at,
        defaults={"creditor_id": document.creditor_id, "reason_code": reason_code, "source_id": source_id},
    )  # fmt: skip
    if is_new:
        said = {"code": code, "happened_at": happened_at, "reason_code": reason_code}
        tell(actor, "record_delivery_state", kind="document", subject_id=document_id, row=document, change=said, money_moved=False)
    return step.pk


def document_in_scope(actor: Actor, document_id: int, permission: Permission) -> Document:
    seen = in_scope(actor, permission)
    document = Document.objects.select_for_update().filter(queries.about(seen), pk=document_id).first()
    if document is None:
        raise NotFound(what="document")
    return document


@transaction.atomic
def qualify(actor: Actor, *, qualified_as: str, document_ids: Iterable[int] = (), customer_ids: Iterable[int] = ()) -> int:
    """Decide what becomes of documents: to dun, or left out. By customer: all of its doubtful documents, those to come too.

    What is doubtful because of who the customer is, all of it is.
    """
    decision = QualifiedAs(qualified_as)
    seen = in_scope(actor, Permission.SCENARIO_HOLD)
    actor.must(Permission.SCENARIO_HOLD)
    by_kind = Q(customer_id__in=Customer.objects.filter(kind__in=list(facts.DOUBT_OF_KIND)).values("pk"))
    wanted = Q(pk__in=list(document_ids)) | (Q(customer_id__in=list(customer_ids)) & (~Q(doubt="") | by_kind))
    undecided = Document.objects.select_for_update().filter(queries.about(seen), wanted).exclude(qualified_as=decision)
    documents = list(undecided.order_by("pk").values_list("pk", "customer_id", "creditor_id"))
    Document.objects.filter(pk__in=[pk for pk, _, _ in documents]).update(qualified_as=decision)
    customers = dict(Customer.objects.filter(seen, pk__in=list(customer_ids)).values_list("pk", "creditor_id"))
    write_decisions(actor, decision, documents, customers)
    owners = {customer_id: creditor_id for _, customer_id, creditor_id in documents} | customers
    for creditor_id in sorted(set(owners.values())):
        here = {customer_id for customer_id, owner in owners.items() if owner == creditor_id}
        count = sum(customer_id in here for _, customer_id, _ in documents)
        change = {"as": decision, "documents": count, "customers": sorted(here & set(customers))}
        tell_many(actor, "qualify", creditor_id=creditor_id, customer_ids=here, change=change)
    return len(documents)


def write_decisions(actor: Actor, decision: str, documents: list[tuple[int, int, int]], customers: dict[int, int]) -> None:
    rows = [
        Qualification(creditor_id=creditor_id, customer_id=customer_id, document_id=pk, qualified_as=decision, decided_by=actor.user_id)
        for pk, customer_id, creditor_id in documents
        if customer_id not in customers
    ]
    rows += [
        Qualification(creditor_id=creditor_id, customer_id=pk, qualified_as=decision, decided_by=actor.user_id)
        for pk, creditor_id in customers.items()
    ]
    Qualification.objects.bulk_create(rows, batch_size=2000)
