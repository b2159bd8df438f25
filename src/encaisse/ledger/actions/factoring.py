"""Factors, and the documents assigned to them: who is paid, and whether we may dun in their name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.customers.queries import in_scope
from encaisse.db.columns import seal
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.kit.siren import bic_of, masked_iban, normalised_iban
from encaisse.ledger import queries
from encaisse.ledger.actions.audit import tell_many
from encaisse.ledger.models import Document, DocumentKind, Doubt, Factor, FactoredDocument, OpenItem, QualifiedAs
from encaisse.ledger.queries.factoring import IBAN
from encaisse.ledger.rules.factoring import AssignedAlready, FactorNamedTwice, check_numbers, shown


@transaction.atomic
def add_factor(actor: Actor, creditor_id: int, *, name: str, iban: str, bic: str = "", contract_no: str = "", may_dun: bool = False) -> int:
    """Add a factor of a company; its IBAN is kept encrypted and printed on what asks for a receivable it bought."""
    actor.must(Permission.BANK_DETAILS_EDIT)
    creditors.creditor(actor, creditor_id)
    compact = normalised_iban(iban)
    if Factor.objects.filter(creditor_id=creditor_id, name__iexact=name.strip()).exists():
        raise FactorNamedTwice(name=name.strip())
    sealed = seal(compact, purpose=IBAN)
    factor = Factor.objects.create(
        creditor_id=creditor_id, name=name.strip(), contract_no=contract_no.strip(), iban_cipher=sealed.cipher, key_no=sealed.key_no,
        iban_hint=compact[-4:], bic=bic or bic_of(compact) or "", may_dun=may_dun,
    )  # fmt: skip
    change = {"name": factor.name, "iban": masked_iban(compact), "may_dun": may_dun}
    write_audit(actor, did="ledger.add_factor", subject_kind="factor", subject_id=factor.pk, creditor_id=creditor_id, change=change)
    return factor.pk


@transaction.atomic
def set_mandate(actor: Actor, factor_id: int, *, may_dun: bool) -> int:
    """Say whether a factor's mandate lets the company dun in its name; return how many documents that concerns."""
    factor = locked_factor(actor, factor_id)
    if factor.may_dun == may_dun:
        return 0
    Factor.objects.filter(pk=factor.pk).update(may_dun=may_dun)
    concerned = list(FactoredDocument.objects.filter(factor_id=factor.pk, taken_back_on__isnull=True))
    if may_dun:
        dun_as_before(concerned)
    else:
        wait_to_be_qualified(row.document_id for row in concerned)
    change = {"name": factor.name, "may_dun": may_dun, "documents": len(concerned)}
    about_many(actor, "set_mandate", factor, {row.customer_id for row in concerned}, change)
    return len(concerned)


@transaction.atomic
def assign_numbers(actor: Actor, factor_id: int, numbers: Sequence[str], *, on: date) -> int:
    """Assign the open documents of these numbers to a factor, all of the list or none; return how many."""
    factor = locked_factor(actor, factor_id)
    found = list(assignable(actor, factor).filter(number__in=list(numbers)).values_list("pk", "number"))
    check_numbers(numbers, found=[number for _pk, number in found])
    return assign_documents(actor, factor_id, [pk for pk, _number in found], on=on)


@transaction.atomic
def assign_documents(actor: Actor, factor_id: int, document_ids: Iterable[int], *, on: date) -> int:
    """Assign open documents of a company to a factor, all or none; return how many.

    Unless its mandate lets us dun, they wait under « À qualifier »; what asks for them prints the factor's name and IBAN.
    """
    factor, ids = locked_factor(actor, factor_id), set(document_ids)
    documents = list(assignable(actor, factor).select_for_update().filter(pk__in=ids))
    if ids - {each.pk for each in documents}:
        raise NotFound(what="document")
    assigned = FactoredDocument.objects.filter(document_id__in=ids, taken_back_on__isnull=True).values_list("document_id", flat=True)
    if already := set(assigned):
        raise AssignedAlready(numbers=shown({each.number or each.title for each in documents if each.pk in already}))
    FactoredDocument.objects.bulk_create(
        FactoredDocument(
            creditor_id=each.creditor_id, customer_id=each.customer_id, document_id=each.pk, factor=factor, assigned_on=on,
            assigned_by_name=actor.name[:120], doubt_before=each.doubt, qualified_before=each.qualified_as,
        )
        for each in documents
    )  # fmt: skip
    if not factor.may_dun:
        wait_to_be_qualified(ids)
    change = {"name": factor.name, "documents": len(documents), "on": on}
    about_many(actor, "assign_to_factor", factor, {each.customer_id for each in documents}, change)
    return len(documents)


@transaction.atomic
def take_back_numbers(actor: Actor, factor_id: int, numbers: Sequence[str], *, on: date) -> int:
    """Take the assigned documents of these numbers back, all of the list or none; return how many."""
    factor = locked_factor(actor, factor_id)
    mine = FactoredDocument.objects.filter(factor_id=factor.pk, taken_back_on__isnull=True)
    found = list(Document.objects.filter(pk__in=mine.values("document_id"), number__in=list(numbers)).values_list("pk", "number"))
    check_numbers(numbers, found=[number for _pk, number in found])
    return take_back(actor, [pk for pk, _number in found], on=on)


@transaction.atomic
def take_back(actor: Actor, document_ids: Iterable[int], *, on: date) -> int:
    """Take assigned documents back (recourse, end of the contract): they are ours to dun as before; return how many."""
    actor.must(Permission.SCENARIO_HOLD)
    mine = FactoredDocument.objects.select_for_update(of=("self",)).select_related("factor").filter(
        queries.about(in_scope(actor, Permission.SCENARIO_HOLD)), document_id__in=list(document_ids), taken_back_on__isnull=True
    )  # fmt: skip
    rows = list(mine.order_by("factor_id", "pk"))
    dun_as_before(rows)
    FactoredDocument.objects.filter(pk__in=[row.pk for row in rows]).update(taken_back_on=on)
    for factor, taken in groupby(rows, key=lambda row: row.factor):
        customers = [row.customer_id for row in taken]
        about_many(actor, "take_back_from_factor", factor, customers, {"name": factor.name, "documents": len(customers), "on": on})
    return len(rows)


def assignable(actor: Actor, factor: Factor) -> QuerySet[Document]:
    """Return the documents of the factor's company, in sight, of which something is open: not the money received."""
    is_open = OpenItem.objects.filter(customer_id=OuterRef("customer_id"), document_id=OuterRef("pk")).exclude(open_amount=0)
    seen = queries.about(in_scope(actor, Permission.SCENARIO_HOLD))
    mine = Document.objects.filter(seen, Exists(is_open), creditor_id=factor.creditor_id)
    return mine.exclude(kind=DocumentKind.PAYMENT).order_by("pk")


def wait_to_be_qualified(document_ids: Iterable[int]) -> None:
    Document.objects.filter(pk__in=list(document_ids)).update(doubt=Doubt.FACTORED, qualified_as=QualifiedAs.UNDECIDED)


def dun_as_before(rows: Iterable[FactoredDocument]) -> None:
    """Give assigned documents back what was thought of them before."""
    before: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        before[row.doubt_before, row.qualified_before].append(row.document_id)
    for (doubt, qualified_as), ids in before.items():
        Document.objects.filter(pk__in=ids, doubt=Doubt.FACTORED).update(doubt=doubt, qualified_as=qualified_as)


def locked_factor(actor: Actor, factor_id: int) -> Factor:
    actor.must(Permission.SCENARIO_HOLD)
    factor = Factor.objects.select_for_update().filter(pk=factor_id).first()
    if factor is None:
        raise NotFound(what="factor")
    creditors.creditor(actor, factor.creditor_id)
    return factor


def about_many(actor: Actor, did: str, factor: Factor, customer_ids: Iterable[int], change: Mapping[str, Any]) -> None:
    tell_many(actor, did, creditor_id=factor.creditor_id, customer_ids=customer_ids, change=change)
