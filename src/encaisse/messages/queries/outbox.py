from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from encaisse.customers.models import Customer
from encaisse.customers.queries import in_scope
from encaisse.files.queries import content
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import NotFound
from encaisse.messages.models import Attempt, ContactEvent, JoinedCustomer, JointWords, Message
from encaisse.messages.rules import Channel, Letter, MessageState, Outgoing, SpeaksForOthers

PAGE = 50


@dataclass(frozen=True, slots=True)
class MessageRow:
    id: int
    creditor_id: int
    customer_id: int
    customer_name: str
    channel: Channel
    recipient: str
    subject: str
    template_code: str
    template_version: int
    dated_on: date
    state: MessageState
    was_trapped: bool
    not_before: datetime
    not_after: datetime | None
    claimed_at: datetime | None
    settled_at: datetime | None
    queued_at: datetime
    sha256: str
    detail: str
    batch_id: int | None
    queued_by: int | None = None
    is_contact: bool = True
    bounced_at: datetime | None = None
    bounce_detail: str = ""


@dataclass(frozen=True, slots=True)
class Try:
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class MessageFile:
    """One message with everything known about it."""

    row: MessageRow
    sender: str
    provider_id: str
    legal: bool
    tries: tuple[Try, ...]
    is_withheld: bool = False  # a joint message, of which the reader may not see every customer
    own_words: tuple[str, ...] = ()  # what it says of the customers they may see
    is_managed: bool = True  # its outcome is decided, and it is withdrawn, with the customer it is filed with


@dataclass(frozen=True, slots=True)
class MessageFilters:
    state: str = ""
    channel: str = ""
    customer_id: int | None = None
    search: str = ""
    trapped: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    message_id: int
    customer_id: int
    state: MessageState
    settled_at: datetime


@dataclass(frozen=True, slots=True)
class ContactRow:
    id: int
    customer_id: int
    channel: str
    direction: str
    happened_at: datetime
    happened_on: date
    result: str
    is_contact: bool
    message_id: int | None


def visible_messages(actor: Actor) -> QuerySet[Message]:
    """Return the messages of the customers in the actor's scope; where that is everybody, no customer need be read."""
    condition = in_scope(actor)
    if not condition:
        return Message.objects.all()
    return Message.objects.filter(customer_id__in=Customer.objects.filter(condition).values("pk"))


def readable_messages(actor: Actor) -> QuerySet[Message]:
    """Add the joint messages that speak to a customer in scope: they are read like its own, and managed with the first creditor's."""
    condition = in_scope(actor)
    if not condition:
        return Message.objects.all()
    seen = Customer.objects.filter(condition).values("pk")
    joint = JoinedCustomer.objects.filter(customer_id__in=seen).values("message_id")
    return Message.objects.filter(Q(customer_id__in=seen) | Q(pk__in=joint))


def as_rows(found: QuerySet[Message]) -> list[MessageRow]:
    name = Customer.objects.filter(pk=OuterRef("customer_id")).values("name")[:1]
    return [as_row(message, message.customer_name) for message in found.annotate(customer_name=Subquery(name))]


def as_row(message: Message, customer_name: str) -> MessageRow:
    return MessageRow(
        id=message.pk,
        creditor_id=message.creditor_id,
        customer_id=message.customer_id,
        customer_name=customer_name,
        channel=Channel(message.channel),
        recipient=message.recipient,
        subject=message.subject,
        template_code=message.template_code,
        template_version=message.template_version,
        dated_on=message.dated_on,
        state=MessageState(message.state),
        was_trapped=message.was_trapped,
        not_before=message.not_before,
        not_after=message.not_after,
        claimed_at=message.claimed_at,
        settled_at=message.settled_at,
        queued_at=message.queued_at,
        sha256=message.rendered_id,
        detail=message.detail,
        batch_id=message.batch_id,
        queued_by=message.queued_by,
        is_contact=message.is_contact,
        bounced_at=message.bounced_at,
        bounce_detail=message.bounce_detail,
    )


def message_list(actor: Actor, filters: MessageFilters, *, page: int = 1) -> tuple[list[MessageRow], int]:
    """Return a page of messages, the latest first, and how many there are."""
    found = visible_messages(actor).filter(conditions(filters))
    start = (max(page, 1) - 1) * PAGE
    return as_rows(found.order_by("-queued_at", "-id")[start : start + PAGE]), found.count()


def conditions(filters: MessageFilters) -> Q:
    condition = Q(was_trapped=True) if filters.trapped else Q()
    condition &= Q(state=filters.state) if filters.state else Q()
    condition &= Q(channel=filters.channel) if filters.channel else Q()
    condition &= Q(customer_id=filters.customer_id) if filters.customer_id else Q()
    return condition & (Q(recipient__icontains=filters.search) | Q(subject__icontains=filters.search) if filters.search else Q())


def message(actor: Actor, message_id: int) -> MessageFile:
    """Return a message with all that is known of it; of a joint one, what it says of the customers in scope alone."""
    found = readable_messages(actor).filter(pk=message_id)
    if not (rows := as_rows(found)):
        raise NotFound(what=str(message_id))
    sender, provider_id, legal = found.values_list("sender", "provider_id", "legal")[0]
    tries = Attempt.objects.filter(message_id=message_id).order_by("started_at").values_list("started_at", "ended_at", "outcome", "detail")
    [row] = without_strangers(actor, rows)
    return MessageFile(
        row, sender, provider_id, legal, tuple(Try(*each) for each in tries), is_withheld=speaks_to_strangers(actor, message_id),
        own_words=words_apart(actor, message_id), is_managed=visible_messages(actor).filter(pk=message_id).exists(),
    )  # fmt: skip


def rendered(actor: Actor, message_id: int) -> bytes:
    """Return the exact bytes of a message; those of a joint one to whoever may see every customer it speaks to."""
    found = message(actor, message_id)
    if found.is_withheld:
        raise SpeaksForOthers
    return content(actor, found.row.sha256)


def speaks_to_strangers(actor: Actor, message_id: int) -> bool:
    """Tell whether a message speaks to customers the actor may not see."""
    if not (condition := in_scope(actor)):
        return False
    joined = list(JoinedCustomer.objects.filter(message_id=message_id).values_list("customer_id", flat=True))
    spoken_to = {*joined, *Message.objects.filter(pk=message_id).values_list("customer_id", flat=True)}
    return bool(joined) and Customer.objects.filter(condition, pk__in=spoken_to).count() < len(spoken_to)


def words_apart(actor: Actor, message_id: int) -> tuple[str, ...]:
    """Return what a joint message says of each customer in scope."""
    seen = Customer.objects.filter(in_scope(actor)).values("pk")
    rows = JointWords.objects.filter(message_id=message_id, customer_id__in=seen).order_by("pk")
    return tuple(rows.values_list("words", flat=True))


def without_strangers(actor: Actor, rows: list[MessageRow]) -> list[MessageRow]:
    """Leave out of joint messages the subject and the name of a customer that the reader may not see."""
    asked = {row.customer_id for row in rows}
    seen = set(Customer.objects.filter(in_scope(actor), pk__in=asked).values_list("pk", flat=True)) if in_scope(actor) else asked
    return [row if row.customer_id in seen else replace(row, subject="", customer_name="") for row in rows]


def messages_of(actor: Actor, customer_id: int, *, limit: int = 200) -> list[MessageRow]:
    """Return the messages to a customer, and the joint ones that speak to it as well, the latest first."""
    seen = Customer.objects.filter(in_scope(actor), pk=customer_id).values("pk")
    joint = list(JoinedCustomer.objects.filter(customer_id__in=seen).values_list("message_id", flat=True))
    found = Message.objects.filter(Q(customer_id__in=seen) | Q(pk__in=joint)) if joint else Message.objects.filter(customer_id__in=seen)
    rows = as_rows(found.order_by("-queued_at", "-id")[:limit])
    return without_strangers(actor, rows) if joint else rows


def contacts_of(actor: Actor, customer_id: int, *, limit: int = 200) -> list[ContactRow]:
    customers = Customer.objects.filter(in_scope(actor), pk=customer_id).values("pk")
    found = ContactEvent.objects.filter(customer_id__in=customers).order_by("-happened_at", "-id")
    rows = found.values_list(
        "id", "customer_id", "channel", "direction", "happened_at", "happened_on", "result", "is_contact", "message_id"
    )
    return [ContactRow(*row) for row in rows[:limit]]


def reminders_sent(actor: Actor, customer_ids: Iterable[int]) -> dict[int, tuple[date, ...]]:
    """Return the days on which each customer was written to about its debt, in order; one read for many customers."""
    customers = Customer.objects.filter(in_scope(actor), pk__in=list(customer_ids)).values("pk")
    found = ContactEvent.objects.filter(customer_id__in=customers, direction="out", is_contact=True, message__isnull=False)
    days: dict[int, tuple[date, ...]] = {}
    for customer_id, day in found.values_list("customer_id", "happened_on").distinct().order_by("customer_id", "happened_on"):
        days[customer_id] = (*days.get(customer_id, ()), day)
    return days


def message_states(actor: Actor, message_ids: Iterable[int]) -> dict[int, MessageState]:
    found = visible_messages(actor).filter(pk__in=list(message_ids)).values_list("pk", "state")
    return {pk: MessageState(state) for pk, state in found}


def waiting_under(actor: Actor, customer_id: int, key: str) -> list[int]:
    """Return the letter queued under a key of a customer, as long as it may be taken back: not posted, nor in a provider's hands."""
    waiting = Q(state=MessageState.READY) | Q(state=MessageState.SENDING, claimed_by=None)
    found = visible_messages(actor).filter(waiting, customer_id=customer_id, idempotency_key=key)
    return list(found.values_list("pk", flat=True))


def settled_since(actor: Actor, instant: datetime) -> list[Settled]:
    """Return what left, failed or was withdrawn since an instant, in order."""
    found = visible_messages(actor).filter(settled_at__gte=instant).order_by("settled_at", "id")
    rows = found.values_list("pk", "customer_id", "state", "settled_at")
    return [Settled(pk, customer_id, MessageState(state), settled_at) for pk, customer_id, state, settled_at in rows if settled_at]


def counts(actor: Actor) -> dict[str, int]:
    """Return how many messages in sight stand in each state."""
    return dict(visible_messages(actor).values_list("state").annotate(count=Count("pk")).order_by("state"))


def waiting_count(actor: Actor) -> int:
    """Return how many messages wait for their slot, their turn or a switch."""
    return visible_messages(actor).filter(state=MessageState.READY, channel__in=[Channel.EMAIL, Channel.SMS, Channel.FAX]).count()


def queued_ids(actor: Actor, outgoings: Sequence[Outgoing]) -> dict[tuple[int, str], int]:  # noqa: ARG001 - keys of the caller's own messages
    """Return the messages already queued under the same customers and keys."""
    found = Message.objects.filter(
        customer_id__in={outgoing.customer_id for outgoing in outgoings},
        idempotency_key__in={outgoing.idempotency_key for outgoing in outgoings},
    )
    return {(customer_id, key): pk for customer_id, key, pk in found.values_list("customer_id", "idempotency_key", "pk")}


def locked_messages(actor: Actor, message_ids: Iterable[int]) -> list[Message]:
    """Return messages in sight, locked in order; refuse when one is not there."""
    wanted = sorted(set(message_ids))
    found = list(visible_messages(actor).filter(pk__in=wanted).order_by("pk").select_for_update())
    if missing := set(wanted) - {each.pk for each in found}:
        raise NotFound(what=", ".join(map(str, sorted(missing))))
    return found


def letter_of(found: Message) -> Letter:
    return Letter(found.creditor_id, Channel(found.channel), MessageState(found.state), is_printed=found.batch_id is not None)


def row_values(row: MessageRow) -> dict[str, Any]:
    """Return a row as the command line prints it."""
    return {"id": row.id, "customer_id": row.customer_id, "channel": row.channel.value, "state": row.state.value, "subject": row.subject}
