"""Documents come in: each once per source, with one open item per due date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection, transaction

from encaisse.creditors import queries as creditors
from encaisse.customers.models import Customer
from encaisse.customers.queries import in_scope
from encaisse.db import copy_rows, new_ids
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger import queries
from encaisse.ledger.actions.audit import tell_many
from encaisse.ledger.actions.sources import locked_source
from encaisse.ledger.rules.facts import DOUBT_OF_KIND, DocumentFacts, check_document, parts_of

Key = tuple[int, str]
DOCUMENT = (
    "id", "creditor_id", "customer_id", "kind", "number", "title", "issued_on", "performed_on", "currency", "gross_amount", "net_amount",
    "order_reference", "about_document_id", "doubt", "qualified_as", "salesperson_id", "source_id", "source_key",
)  # fmt: skip
ITEM = ("creditor_id", "customer_id", "document_id", "part_no", "due_date", "due_date_source", "currency", "amount", "open_amount")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an import of documents changed; `document_ids` by (customer id, source key)."""

    created: int
    unchanged: int
    items: int = 0
    allocations: int = 0
    groups_balanced: int = 0
    groups_unbalanced: int = 0
    document_ids: dict[Key, int] = field(default_factory=dict)


class Debtor(NamedTuple):
    """What the documents of a customer take from it."""

    terms_code: str
    kind: str
    qualified_as: str


@transaction.atomic
def record_documents(actor: Actor, creditor_id: int, source_id: int, documents: Iterable[DocumentFacts]) -> Recorded:
    """Record documents and their due dates. A document already given by this source is left as it is."""
    source = locked_source(actor, source_id)
    creditor = creditors.creditor(actor, creditor_id)
    if source.creditor_id != creditor_id:
        raise NotFound(what="source")
    given = {(document.customer_id, document.source_key): document for document in documents}
    for document in given.values():
        check_document(document)
    debtors = customers_of(actor, creditor_id, {customer_id for customer_id, _ in given})
    known = known_documents(source_id, given)
    fresh = [document for key, document in given.items() if key not in known]
    created = copy_documents(fresh, debtors, creditor_id, source_id)
    items = copy_items(fresh, created, debtors, creditor_id, creditor.terms_code)
    if created:
        change = {"source_id": source_id, "documents": len(created), "items": items}
        tell_many(actor, "record", creditor_id=creditor_id, customer_ids={key[0] for key in created}, change=change)
    return Recorded(len(created), len(known), items, document_ids=known | created)


def customers_of(actor: Actor, creditor_id: int, ids: set[int]) -> dict[int, Debtor]:
    """Return what is needed of the customers named, or refuse when one is not the creditor's or out of reach."""
    rows = Customer.objects.filter(in_scope(actor, Permission.IMPORT_RUN), creditor_id=creditor_id, pk__in=ids)
    decided = queries.customer_qualifications(actor, ids)
    found = {pk: Debtor(terms, kind, decided.get(pk, "")) for pk, terms, kind in rows.values_list("pk", "terms_code", "kind")}
    if ids - found.keys():
        raise NotFound(what="customer")
    return found


def known_documents(source_id: int, keys: Iterable[Key]) -> dict[Key, int]:
    pairs = list(keys)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT d.customer_id, d.source_key, d.id
               FROM unnest(%s::bigint[], %s::text[]) AS given (customer_id, source_key)
               JOIN ledger_document d USING (customer_id, source_key)
               WHERE d.source_id = %s""",
            [[customer_id for customer_id, _ in pairs], [key for _, key in pairs], source_id],
        )
        return {(customer_id, key): pk for customer_id, key, pk in cursor.fetchall()}


def copy_documents(fresh: Sequence[DocumentFacts], debtors: dict[int, Debtor], creditor_id: int, source_id: int) -> dict[Key, int]:
    ids = new_ids("ledger_document", len(fresh))
    rows = (document_row(document, pk, debtors, (creditor_id, source_id)) for document, pk in zip(fresh, ids, strict=True))
    copy_rows("ledger_document", DOCUMENT, rows)
    return {(document.customer_id, document.source_key): pk for document, pk in zip(fresh, ids, strict=True)}


def document_row(document: DocumentFacts, pk: int, debtors: dict[int, Debtor], frame: tuple[int, int]) -> tuple[Any, ...]:
    creditor_id, source_id = frame
    debtor = debtors[document.customer_id]
    doubt = document.doubt or DOUBT_OF_KIND.get(debtor.kind, "")
    return (
        pk, creditor_id, document.customer_id, document.kind, document.number, document.title, document.issued_on, document.performed_on,
        document.currency, document.amount, document.net_amount, document.order_reference, document.about_document_id, doubt,
        debtor.qualified_as if doubt else "", document.salesperson_id, source_id, document.source_key,
    )  # fmt: skip


def copy_items(
    fresh: Sequence[DocumentFacts], ids: dict[Key, int], debtors: dict[int, Debtor], creditor_id: int, creditor_terms: str
) -> int:
    rows: list[tuple[Any, ...]] = []
    for document in fresh:
        pk = ids[document.customer_id, document.source_key]
        terms = debtors[document.customer_id].terms_code
        rows += [
            (creditor_id, document.customer_id, pk, part.part_no, part.due_date, part.origin, document.currency, part.amount, part.amount)
            for part in parts_of(document, customer_terms=terms, creditor_terms=creditor_terms)
        ]
    return copy_rows("ledger_open_item", ITEM, rows)
