"""Mail that came in: the replies of a customer, what nobody could file, and whom a mail belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.models import Address, Customer
from encaisse.customers.queries import in_scope
from encaisse.customers.rules import AddressUnusable
from encaisse.files.queries import content
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.messages.models import Incoming, JoinedCustomer, Mailbox, Message
from encaisse.messages.queries.outbox import visible_messages
from encaisse.messages.rules.replies import BounceKind, Filing, Nature, Standing
from encaisse.people.models import User

SHOWN = 100
SENT_LATELY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class IncomingRow:
    id: int
    creditor_id: int
    customer_id: int | None
    customer_name: str
    message_id: int | None
    nature: Nature
    filed_by: Filing
    sender: str
    sender_name: str
    subject: str
    text: str
    file_count: int
    size: int
    is_cut: bool
    suggested_kind: str
    suggested_confidence: Decimal
    suggested_by: str
    bounce_kind: str
    bounced_recipient: str
    detail: str
    arrived_at: datetime
    closed_at: datetime | None
    closed_as: str
    closed_by_name: str
    sha256: str

    @property
    def is_open(self) -> bool:
        return self.nature is Nature.REPLY and self.closed_at is None and self.customer_id is not None

    @property
    def may_say_away(self) -> bool:
        """Tell whether it is an automatic reply whose absence nobody has noted."""
        return self.nature is Nature.AUTO_REPLY and self.closed_at is None and self.customer_id is not None

    @property
    def is_to_file(self) -> bool:
        return self.customer_id is None and self.closed_at is None


def visible_incoming(actor: Actor) -> QuerySet[Incoming]:
    """Return the filed mails of the customers in scope, and the unfiled ones of the creditors of whoever may file them."""
    seen = Q(customer_id__in=Customer.objects.filter(in_scope(actor)).values("pk"))
    if may_file(actor):
        seen |= Q(customer_id=None) if actor.all_creditors else Q(customer_id=None, creditor_id__in=actor.creditors)
    return Incoming.objects.filter(seen)


def may_file(actor: Actor) -> bool:
    return actor.passes(Permission.ACTION_CREATE) and actor.customer_id is None


def as_incoming(found: Sequence[Incoming]) -> list[IncomingRow]:
    names = dict(Customer.objects.filter(pk__in={row.customer_id for row in found if row.customer_id}).values_list("pk", "name"))
    return [incoming_row(row, names.get(row.customer_id or 0, "")) for row in found]


def incoming_row(row: Incoming, customer_name: str) -> IncomingRow:
    return IncomingRow(
        id=row.pk, creditor_id=row.creditor_id, customer_id=row.customer_id, customer_name=customer_name, message_id=row.message_id,
        nature=Nature(row.nature), filed_by=Filing(row.filed_by), sender=row.sender, sender_name=row.sender_name, subject=row.subject,
        text=row.text, file_count=row.file_count, size=row.size, is_cut=row.is_cut, suggested_kind=row.suggested_kind,
        suggested_confidence=row.suggested_confidence, suggested_by=row.suggested_by, bounce_kind=row.bounce_kind,
        bounced_recipient=row.bounced_recipient, detail=row.detail, arrived_at=row.arrived_at, closed_at=row.closed_at,
        closed_as=row.closed_as, closed_by_name=row.closed_by_name, sha256=row.content_id,
    )  # fmt: skip


def incoming(actor: Actor, mail_id: int) -> IncomingRow:
    found = list(visible_incoming(actor).filter(pk=mail_id))
    if not found:
        raise NotFound(what=str(mail_id))
    return as_incoming(found)[0]


def incoming_content(actor: Actor, mail_id: int) -> bytes:
    """Return the exact bytes of a mail that came in."""
    return content(actor, incoming(actor, mail_id).sha256)


def incoming_of(actor: Actor, customer_id: int, *, limit: int = SHOWN) -> list[IncomingRow]:
    """Return the mails of a customer, and the answers to the joint messages it shares, the latest first.

    An answer filed with a customer the reader may not see is only told of: it may speak of the other companies.
    """
    seen = Customer.objects.filter(in_scope(actor), pk=customer_id).values("pk")
    joint = list(JoinedCustomer.objects.filter(customer_id__in=seen).values_list("message_id", flat=True))
    asked = Q(customer_id__in=seen) | Q(message_id__in=joint) if joint else Q(customer_id__in=seen)
    rows = as_incoming(list(Incoming.objects.filter(asked).order_by("-arrived_at", "-pk")[:limit]))
    filed_with = {row.customer_id for row in rows if row.customer_id} if joint else set()
    in_sight = set(Customer.objects.filter(in_scope(actor), pk__in=filed_with).values_list("pk", flat=True))
    return [row if row.customer_id not in filed_with - in_sight else only_told_of(row) for row in rows]


def only_told_of(row: IncomingRow) -> IncomingRow:
    return replace(row, customer_name="", subject="", text="", detail="", file_count=0)


def open_replies(actor: Actor, *, limit: int = SHOWN) -> list[IncomingRow]:
    """Return the replies that nobody has answered yet, the oldest first."""
    seen = Customer.objects.filter(in_scope(actor)).values("pk")
    found = Incoming.objects.filter(customer_id__in=seen, nature=Nature.REPLY, closed_at=None)
    return as_incoming(list(found.order_by("arrived_at", "pk")[:limit]))


def mails_to_file(actor: Actor, *, limit: int = SHOWN) -> list[IncomingRow]:
    """Return the mails that nobody could file, the oldest first."""
    actor.must(Permission.ACTION_CREATE)
    return as_incoming(list(unfiled(actor).order_by("arrived_at", "pk")[:limit]))


def count_to_file(actor: Actor) -> int:
    return unfiled(actor).count() if may_file(actor) else 0


def unfiled(actor: Actor) -> QuerySet[Incoming]:
    found = Incoming.objects.filter(customer_id=None, closed_at=None)
    if not may_file(actor):
        return found.none()
    return found if actor.all_creditors else found.filter(creditor_id__in=actor.creditors)


def locked_incoming(actor: Actor, mail_id: int) -> Incoming:
    found = visible_incoming(actor).filter(pk=mail_id).select_for_update(of=("self",)).first()
    if found is None:
        raise NotFound(what=str(mail_id))
    return found


def standing_of(actor: Actor, row: Incoming) -> Standing:  # noqa: ARG001 - of a row just locked in sight
    name = Customer.objects.filter(pk=row.customer_id).values_list("name", flat=True).first() if row.customer_id else ""
    return Standing(Nature(row.nature), name or "", row.closed_by_name if row.closed_at else None)


def digest_of(actor: Actor, address: str) -> bytes | None:  # noqa: ARG001 - says nothing about a customer
    """Return the keyed digest of a mail address, None for what is no address."""
    try:
        return customers.digest_of("email", address)
    except AddressUnusable:
        return None


def message_answered(actor: Actor, tokens: Sequence[str], mail_ids: Sequence[str]) -> tuple[Message, Filing] | None:
    """Return which of our messages a mail answers: the mark of its address first, then the Message-IDs it names, the nearest first."""
    seen = visible_messages(actor)
    if tokens and (found := seen.filter(reply_token__in=tokens).order_by("-pk").first()):
        return found, Filing.TOKEN
    named = {message.mail_id: message for message in seen.filter(mail_id__in=list(mail_ids)).order_by("pk")} if mail_ids else {}
    nearest = next((named[mail_id] for mail_id in mail_ids if mail_id in named), None)
    return (nearest, Filing.THREAD) if nearest else None


def customer_of_address(actor: Actor, creditor_id: int, digest: bytes) -> int | None:
    """Return the one customer of a creditor that an address belongs to; of several, the one we wrote to there last."""
    seen = Customer.objects.filter(in_scope(actor), creditor_id=creditor_id)
    found = Address.objects.filter(creditor_id=creditor_id, channel="email", address_digest=digest, customer_id__in=seen.values("pk"))
    ids = set(found.values_list("customer_id", flat=True))
    if len(ids) == 1:
        return ids.pop()
    latest = Message.objects.filter(creditor_id=creditor_id, customer_id__in=ids, channel="email", address_digest=digest)
    return latest.order_by("-pk").values_list("customer_id", flat=True).first() if ids else None


def message_sent_to(actor: Actor, digest: bytes | None, *, at: datetime, creditor_id: int | None = None) -> Message | None:
    """Return the latest e-mail to an address, when it left lately: the one that came back without saying which."""
    if digest is None:
        return None
    found = visible_messages(actor).filter(channel="email", address_digest=digest, state__in=["sent", "unknown"])
    found = found if creditor_id is None else found.filter(creditor_id=creditor_id)
    return found.filter(queued_at__gte=at - SENT_LATELY).order_by("-pk").first()


def addresses_of_digest(actor: Actor, creditor_id: int, digest: bytes) -> list[int]:
    seen = Customer.objects.filter(in_scope(actor), creditor_id=creditor_id).values("pk")
    found = Address.objects.filter(channel__in=["email", "fax"], address_digest=digest, customer_id__in=seen)
    return list(found.order_by("pk").values_list("pk", flat=True))


def soft_bounces(actor: Actor, digest: bytes, *, since: datetime) -> int:
    """Return how many of our messages to an address came back softly of late."""
    return visible_messages(actor).filter(address_digest=digest, bounce_kind=BounceKind.SOFT, bounced_at__gte=since).count()


def mails_of_sender(actor: Actor, digest: bytes, *, since: datetime) -> int:
    return visible_incoming(actor).filter(sender_digest=digest, arrived_at__gte=since).count()


def is_of_our_side(actor: Actor, creditor_id: int, sender: str) -> bool:
    """Say whether a mail was written on our side: by a colleague, or from the creditor's own address."""
    if User.objects.filter(email__iexact=sender, is_active=True).exists():
        return True
    return sender in {creditors.creditor(actor, creditor_id).email.lower(), *Mailbox.objects.values_list("address", flat=True)}


def possible_customers(actor: Actor, row: IncomingRow) -> list[tuple[int, str, str]]:
    """Return the customers of a creditor whose contacts write from the same domain as a mail nobody could file."""
    domain = row.sender.rpartition("@")[2]
    if not domain or domain in PUBLIC_DOMAINS:
        return []
    seen = Customer.objects.filter(in_scope(actor), creditor_id=row.creditor_id)
    ids = Address.objects.filter(creditor_id=row.creditor_id, channel="email", address__iendswith=f"@{domain}").values("customer_id")
    return list(seen.filter(pk__in=ids).order_by("sort_key").values_list("pk", "code", "name")[:5])


# Where anybody may have an address: sharing one says nothing.
PUBLIC_DOMAINS = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.fr", "live.com", "msn.com", "yahoo.com",
    "yahoo.fr", "ymail.com", "icloud.com", "me.com", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "bbox.fr",
    "numericable.fr", "aol.com", "gmx.fr", "gmx.com", "proton.me", "protonmail.com",
})  # fmt: skip
