"""Letters posted to a customer, and what the post said of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.db import run_sql
from encaisse.dunning.models import LetterFact, PlannedAction
from encaisse.dunning.rules.progress import CAME_BACK
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.messages import queries as outbox


@dataclass(frozen=True, slots=True)
class LetterFactRow:
    """One thing the post said of a letter, its number and its proof."""

    id: int
    action_id: int | None
    outcome: str
    on: date
    tracking_number: str
    proof_name: str
    sha256: str | None
    by_name: str
    at: datetime
    message_id: int | None = None
    reason: str = ""
    stands: bool = True
    is_corrected: bool = False
    words: str = ""

    @property
    def is_correction(self) -> bool:
        return bool(self.reason)


@dataclass(frozen=True, slots=True)
class RegisteredLetter:
    action_id: int
    posted_on: date
    level: int
    net_amount: Decimal
    currency: str
    outcome: str
    message_id: int | None
    channel: str
    presented_on: date | None
    facts: tuple[LetterFactRow, ...] = ()

    @property
    def tracking_number(self) -> str:
        return next((fact.tracking_number for fact in reversed(self.facts) if fact.tracking_number and not fact.is_corrected), "")

    @property
    def is_registered(self) -> bool:
        return self.channel == "registered_letter"

    @property
    def came_back(self) -> bool:
        return self.outcome in {each.value for each in CAME_BACK}


def registered_letters(actor: Actor, customer_id: int) -> list[RegisteredLetter]:
    """Return the letters posted to a customer with what the post said of each, the newest first."""
    customers.customer(actor, customer_id)
    said: dict[int | None, list[LetterFactRow]] = defaultdict(list)
    for fact in reversed(letter_facts(actor, customer_id, limit=200)):
        said[fact.action_id].append(fact)
    rows = run_sql("dunning.registered_letters", customer_id=customer_id)
    return [replace(RegisteredLetter(*row), facts=tuple(said[row.id])) for row in rows]


def letter_facts(actor: Actor, customer_id: int, *, limit: int) -> list[LetterFactRow]:
    """Return what the post said of a customer’s letters, the latest first."""
    seen = Customer.objects.filter(customers.in_scope(actor), pk=customer_id)
    found = list(LetterFact.objects.filter(customer_id__in=seen.values("pk")).order_by("-happened_on", "-pk")[:limit])
    letters = PlannedAction.objects.filter(pk__in={fact.planned_action_id for fact in found}).values_list("pk", "message_id")
    message_ids: dict[int | None, int | None] = dict(letters)
    corrected = set(LetterFact.objects.filter(corrects_id__in=[fact.pk for fact in found]).values_list("corrects_id", flat=True))
    return [row_of(fact, fact.message_id or message_ids.get(fact.planned_action_id), corrected) for fact in found]


def row_of(fact: LetterFact, message_id: int | None, corrected: Collection[int | None]) -> LetterFactRow:
    return LetterFactRow(
        fact.pk, fact.planned_action_id, fact.outcome, fact.happened_on, fact.tracking_number, fact.proof_name, fact.proof_id,
        fact.noted_by_name, fact.noted_at, message_id, fact.reason, fact.stands, fact.pk in corrected, fact.words,
    )  # fmt: skip


def letter_proof(actor: Actor, customer_id: int, fact_id: int) -> tuple[str, str]:
    """Return the name and the hash of the proof kept with what the post said."""
    for fact in letter_facts(actor, customer_id, limit=1000):
        if fact.id == fact_id and fact.sha256:
            return fact.proof_name, fact.sha256
    raise NotFound(what="proof")


@dataclass(frozen=True, slots=True)
class AwaitedLetter:
    """A registered letter on its way: the post has not said yet that it was presented."""

    action_id: int
    customer_id: int
    code: str
    name: str
    posted_on: date
    level: int
    net_amount: Decimal
    currency: str
    tracking_number: str


def awaited_letters(actor: Actor) -> list[AwaitedLetter]:
    """Return the registered letters posted and not yet presented, the oldest first."""
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    return [AwaitedLetter(*row) for row in run_sql("dunning.awaited_letters", **scope)]


def presented_on(actor: Actor, action_id: int) -> date | None:
    """Return the day a letter stood as presented for the first time."""
    seen = Customer.objects.filter(customers.in_scope(actor))
    action = PlannedAction.objects.filter(pk=action_id, customer_id__in=seen.values("pk")).values_list("customer_id", flat=True).first()
    letters = registered_letters(actor, action) if action else []
    return next((letter.presented_on for letter in letters if letter.action_id == action_id), None)


def recipient_of(actor: Actor, action: PlannedAction) -> str:
    """Return where a letter went: what its envelope said, else the customer’s own address."""
    if action.message_id:
        return outbox.message(actor, action.message_id).row.recipient
    customer = customers.customer(actor, action.customer_id)
    return "\n".join(part for part in (customer.name, customer.street, f"{customer.postcode} {customer.city}".strip()) if part)


@dataclass(frozen=True, slots=True)
class Notice:
    """The last formal notice of a customer, with the day the post presented it, when it said so."""

    posted_on: date
    presented_on: date | None


def last_notices(actor: Actor, customer_ids: Iterable[int]) -> dict[tuple[int, int], Notice]:
    """Return the last formal notice sent about each customer of a list to each legal debtor: itself, or one it pays for."""
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    rows = run_sql("dunning.last_notices", ids=list(customer_ids), **scope)
    return {(row.customer_id, row.debtor_id): Notice(row.posted_on, row.presented_on) for row in rows}
