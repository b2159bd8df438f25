"""What runs and colleagues noticed that a person must do: in the list of whom it is for, and on the customer's file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import BooleanField, Count, ExpressionWrapper, Min, Q, QuerySet, Sum

from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.dunning.models import Signal
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.dunning.rules.errands import awaited_on, roles_answered
from encaisse.kit.actor import Actor, Permission, Role
from encaisse.people import queries as people

# Nothing reaches the customer until somebody has found where to write or whom to call: first, whatever the amount.
CUT_OFF = (TaskKind.MESSAGE_BOUNCED, TaskKind.ADDRESS_OBJECTS, TaskKind.FIND_A_CONTACT)


@dataclass(frozen=True, slots=True)
class SignalView:
    id: int
    creditor_id: int
    customer_id: int
    code: str
    name: str
    kind: str
    raised_on: date
    for_role: str
    amount: Decimal
    currency: str
    comment: str

    @property
    def awaited_on(self) -> date:
        """Return the day until which it is awaited."""
        return awaited_on(self.kind, self.raised_on)

    @property
    def is_elsewhere(self) -> bool:
        """Tell whether it waits with another department than the collector's."""
        return self.for_role not in {"", Role.COLLECTOR.value}


@dataclass(frozen=True, slots=True)
class ErrandCount:
    """How much waits with one role, since when; amounts by currency."""

    role: Role
    count: int
    oldest_on: date
    amounts: Mapping[str, Decimal]


def signals(actor: Actor, *, customer_id: int | None = None) -> list[SignalView]:
    """Return what nobody has done yet of a customer, or of everyone in scope, whoever it is for; lost contacts first, then the largest."""
    rows = waiting(actor)
    return views(rows if customer_id is None else rows.filter(customer_id=customer_id), seen(actor))


def errands(
    actor: Actor, *, on: date, collector_id: int | None = None, role: Role | None = None, page: int = 1, size: int = 50
) -> tuple[list[SignalView], int]:
    """Return a page of the tasks of a person's list, or of a role's, and how many there are."""
    rows = for_role(waiting(actor, collector_id=collector_id), role) if role else mine(actor, on=on, collector_id=collector_id)
    start = (page - 1) * size
    return views(rows[start : start + size], seen(actor)), rows.count()


def errand_counts(actor: Actor) -> list[ErrandCount]:
    """Return how many tasks wait with each role, whoever looks at the team."""
    actor.must(Permission.TEAM_MANAGE)
    rows = (
        waiting(actor)
        .order_by()
        .values("for_role", "currency")
        .annotate(count=Count("pk"), oldest_on=Min("raised_on"), amount=Sum("amount"))
    )
    found: dict[Role, ErrandCount] = {}
    for row in rows:
        role = Role(row["for_role"] or Role.COLLECTOR)
        before = found.get(role, ErrandCount(role, 0, row["oldest_on"], {}))
        amounts = {**before.amounts, row["currency"]: before.amounts.get(row["currency"], Decimal()) + row["amount"]}
        found[role] = ErrandCount(role, before.count + row["count"], min(before.oldest_on, row["oldest_on"]), amounts)
    return sorted(found.values(), key=lambda each: list(Role).index(each.role))


def seen(actor: Actor) -> QuerySet[Customer]:
    return Customer.objects.filter(customers.in_scope(actor))


def waiting(actor: Actor, *, collector_id: int | None = None) -> QuerySet[Signal]:
    own = seen(actor) if collector_id is None else seen(actor).filter(collector_id=collector_id)
    rows = Signal.objects.filter(customer_id__in=own.values("pk"), done_at__isnull=True)
    is_cut_off = ExpressionWrapper(Q(kind__in=CUT_OFF), output_field=BooleanField())
    return rows.annotate(is_cut_off=is_cut_off).order_by("-is_cut_off", "-amount", "id")


def mine(actor: Actor, *, on: date, collector_id: int | None = None) -> QuerySet[Signal]:
    """Return the tasks of whoever looks, or of the collector looked at; background work sees all of them."""
    rows = waiting(actor, collector_id=collector_id)
    if actor.user_id is None and collector_id is None:
        return rows
    held = actor.roles if collector_id in {None, actor.user_id} else frozenset({Role.COLLECTOR})
    answered = {role.value for role in roles_answered(held, people.staffed_roles(actor, on=on))}
    return rows.filter(Q(assignee_id=collector_id or actor.user_id) | Q(assignee_id=None, for_role__in=answered | blank(answered)))


def blank(answered: set[str]) -> set[str]:
    """What names no role is the collector's."""
    return {""} if Role.COLLECTOR.value in answered else set()


def for_role(rows: QuerySet[Signal], role: Role) -> QuerySet[Signal]:
    return rows.filter(for_role__in=[role.value, *blank({role.value})])


def views(rows: QuerySet[Signal], among: QuerySet[Customer]) -> list[SignalView]:
    found = list(rows)
    names = {row.pk: row for row in among.filter(pk__in=[row.customer_id for row in found])}
    return [
        SignalView(
            row.pk, row.creditor_id, row.customer_id, names[row.customer_id].code, names[row.customer_id].name, row.kind, row.raised_on,
            row.for_role, row.amount, row.currency, row.comment,
        )
        for row in found
    ]  # fmt: skip
