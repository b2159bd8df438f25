"""One customer, or some of them, as values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from encaisse.creditors.models import QuietPeriod
from encaisse.creditors.queries import QuietPeriodRow
from encaisse.customers.models import Assignment, Customer, Group, Habit, Party
from encaisse.customers.queries.scope import in_scope
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound


@dataclass(frozen=True, slots=True)
class CustomerFile:
    id: int
    creditor_id: int
    code: str
    name: str
    kind: str
    party_id: int
    siren: str
    vat_number: str
    payer_id: int
    payer_name: str
    group_id: int | None
    group_name: str | None
    segment: str
    region: str
    language: str
    terms_code: str
    street: str
    postcode: str
    city: str
    country: str
    siret: str
    service_code: str
    collector_id: int | None
    salesperson_id: int | None
    instruction: str
    instruction_by_name: str
    instruction_at: datetime | None
    payment_day: int | None


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    duty: str
    value_id: int
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class HabitRow:
    id: int
    kind: str
    value: int
    proposed_on: date
    confirmed_by: int | None
    confirmed_on: date | None
    dropped_on: date | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    id: int
    creditor_id: int
    name: str


FILE = tuple(CustomerFile.__dataclass_fields__)


def with_names(rows: QuerySet[Customer]) -> Any:
    confirmed = Habit.objects.filter(customer=OuterRef("pk"), kind="payment_day", dropped_on__isnull=True, confirmed_on__isnull=False)
    return rows.annotate(
        siren=F("party__siren"), vat_number=F("party__vat_number"), payer_name=F("payer__name"), group_name=F("group__name"),
        payment_day=Subquery(confirmed.values("value")[:1]),
    ).values(*FILE)  # fmt: skip


def customer(actor: Actor, customer_id: int) -> CustomerFile:
    row = with_names(Customer.objects.filter(in_scope(actor), pk=customer_id)).first()
    if row is None:
        raise NotFound(what="customer")
    return CustomerFile(**row)


def customer_by_code(actor: Actor, code: str, *, creditor_id: int | None = None) -> CustomerFile:
    """Return the customer of a code (in any creditor in reach, the first, unless one is named)."""
    rows = Customer.objects.filter(in_scope(actor), code=code.strip())
    if creditor_id is not None:
        rows = rows.filter(creditor_id=creditor_id)
    row = with_names(rows).order_by("creditor_id").first()
    if row is None:
        raise NotFound(what="customer")
    return CustomerFile(**row)


def files(actor: Actor, customer_ids: Iterable[int]) -> dict[int, CustomerFile]:
    rows = with_names(Customer.objects.filter(in_scope(actor), pk__in=list(customer_ids)))
    return {row["id"]: CustomerFile(**row) for row in rows}


def files_paid_for(actor: Actor, customer_ids: Iterable[int]) -> dict[int, CustomerFile]:
    """Return the customers of a list whose payer is in scope: whoever duns a payer names those it pays for."""
    payers = Customer.objects.filter(in_scope(actor))
    rows = with_names(Customer.objects.filter(payer_id__in=payers.values("pk"), pk__in=list(customer_ids)))
    return {row["id"]: CustomerFile(**row) for row in rows}


def customer_ids_by_code(actor: Actor, creditor_id: int, codes: Iterable[str] | None = None) -> dict[str, int]:
    """Return the ids of a creditor's customers by code: of all of them, or of the given codes."""
    rows = Customer.objects.filter(in_scope(actor), creditor_id=creditor_id)
    if codes is not None:
        rows = rows.filter(code__in=list(codes))
    return dict(rows.values_list("code", "pk"))


def paid_by(actor: Actor, payer_id: int) -> list[int]:
    """Return the customers that a payer pays for, itself included."""
    return list(Customer.objects.filter(in_scope(actor), payer_id=payer_id).order_by("pk").values_list("pk", flat=True))


def locked_customer(actor: Actor, customer_id: int, permission: Permission) -> Customer:
    """Return the row of a customer in the scope of a permission, locked until the end of the transaction."""
    row = Customer.objects.select_for_update().filter(in_scope(actor, permission), pk=customer_id).first()
    if row is None:
        raise NotFound(what="customer")
    return row


def assignments(actor: Actor, customer_id: int) -> list[AssignmentRow]:
    rows = Assignment.objects.filter(customer__in=Customer.objects.filter(in_scope(actor), pk=customer_id))
    fields = tuple(AssignmentRow.__dataclass_fields__)
    return [AssignmentRow(**row) for row in rows.order_by("duty", "-from_on", "-id").values(*fields)]


def habits(actor: Actor, customer_id: int) -> list[HabitRow]:
    rows = Habit.objects.filter(customer__in=Customer.objects.filter(in_scope(actor), pk=customer_id))
    return [HabitRow(**row) for row in rows.order_by("-id").values(*HabitRow.__dataclass_fields__)]


def closings(actor: Actor, customer_id: int) -> list[QuietPeriodRow]:
    """Return when a customer is closed: every message waits until it opens again."""
    seen = Customer.objects.filter(in_scope(actor), pk=customer_id).values("pk")
    rows = QuietPeriod.objects.filter(customer_id__in=seen).order_by("from_on", "id")
    return [QuietPeriodRow(**row) for row in rows.values("id", "name", "from_on", "to_on")]


def groups(actor: Actor, creditor_id: int | None = None) -> list[GroupRow]:
    """Return the groups that have a customer in scope."""
    rows = Group.objects.filter(customers__in=Customer.objects.filter(in_scope(actor))).distinct()
    if creditor_id is not None:
        rows = rows.filter(creditor_id=creditor_id)
    return [GroupRow(**row) for row in rows.order_by("name", "id").values("id", "creditor_id", "name")]


def parties_by_siren(actor: Actor, sirens: Iterable[str]) -> dict[str, int]:
    """Return the known parties by SIREN: one company is one party for every creditor of the organisation."""
    actor.must(Permission.CUSTOMER_VIEW)
    rows = Party.objects.filter(siren__in=[siren for siren in sirens if siren]).order_by("-pk")
    return dict(rows.values_list("siren", "pk"))
