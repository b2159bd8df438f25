"""Notes of the customer file, the colleagues they name and the files beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from encaisse.customers.models import Attachment, Customer, Mention, Note
from encaisse.customers.queries.scope import in_scope
from encaisse.customers.rules.notes import Colleague, MentionOutOfSight
from encaisse.customers.rules.notes import mentioned as named_in
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.people import queries as people
from encaisse.people.rules import Person


@dataclass(frozen=True, slots=True)
class NoteRow:
    id: int
    body: str
    is_restricted: bool
    written_by: int | None
    written_by_name: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    id: int
    note_id: int | None
    customer_id: int
    sha256: str
    name: str
    media_type: str
    size: int
    is_restricted: bool
    attached_by_name: str
    attached_at: datetime


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A note that names whoever looks, on a customer they see."""

    id: int
    note_id: int
    customer_id: int
    customer_name: str
    body: str
    written_by_name: str
    written_at: datetime


def notes(actor: Actor, customer_id: int, *, limit: int | None = None) -> list[NoteRow]:
    """Return the notes of a customer, the latest first; restricted ones only for those who may read them."""
    seen = Customer.objects.filter(in_scope(actor, Permission.NOTE_VIEW), pk=customer_id)
    rows = Note.objects.filter(customer__in=seen)
    if not actor.may(Permission.NOTE_RESTRICTED_VIEW):
        rows = rows.filter(is_restricted=False)
    return [NoteRow(**row) for row in rows.order_by("-written_at", "-id").values(*NoteRow.__dataclass_fields__)[:limit]]


def attachments(actor: Actor, customer_id: int, *, limit: int | None = None) -> list[AttachmentRow]:
    """Return the files put on a customer file, the latest first; restricted ones only for those who may read them."""
    seen = Customer.objects.filter(in_scope(actor, Permission.NOTE_VIEW), pk=customer_id)
    rows = Attachment.objects.filter(customer__in=seen).annotate(sha256=F("blob_id"))
    if not actor.may(Permission.NOTE_RESTRICTED_VIEW):
        rows = rows.filter(is_restricted=False)
    return [AttachmentRow(**row) for row in rows.order_by("-attached_at", "-id").values(*AttachmentRow.__dataclass_fields__)[:limit]]


def attachment(actor: Actor, attachment_id: int) -> AttachmentRow:
    """Return one file put on a customer file that the actor may read."""
    actor.must(Permission.NOTE_VIEW)
    customer_id = Attachment.objects.filter(pk=attachment_id).values_list("customer_id", flat=True).first()
    found = attachments(actor, customer_id) if customer_id else []
    row = next((each for each in found if each.id == attachment_id), None)
    if row is None:
        raise NotFound(what="file")
    return row


def unread_mentions(actor: Actor, *, limit: int | None = None) -> list[MentionRow]:
    """Return the notes that name the actor and that they have not read, on the customers they still see; the latest first."""
    seen = Customer.objects.filter(in_scope(actor, Permission.NOTE_VIEW))
    rows = Mention.objects.filter(user_id=actor.user_id or 0, read_at__isnull=True, note__customer__in=seen)
    if not actor.may(Permission.NOTE_RESTRICTED_VIEW):
        rows = rows.filter(note__is_restricted=False)
    rows = rows.annotate(
        customer_name=F("note__customer__name"), body=F("note__body"), written_by_name=F("note__written_by_name"),
        written_at=F("note__written_at"),
    )  # fmt: skip
    return [MentionRow(**row) for row in rows.order_by("-id").values(*MentionRow.__dataclass_fields__)[:limit]]


def mentioned(actor: Actor, customer_id: int, body: str, *, is_restricted: bool, on: date) -> tuple[int, ...]:
    """Return who a note about a customer names; refuse a name nobody has, or somebody who could not read the note."""
    if "@" not in body:
        return ()
    known = {each.id: each for each in colleagues(actor, customer_id, on=on)}
    found = named_in(body, known.values())
    for user_id in found:
        if not may_read(user_id, customer_id, is_restricted=is_restricted, on=on):
            raise MentionOutOfSight(name=known[user_id].name)
    return found


def may_read(user_id: int, customer_id: int, *, is_restricted: bool, on: date) -> bool:
    reader = people.actor_of(user_id, on=on)
    if reader.may(Permission.NOTE_VIEW) is None or (is_restricted and reader.may(Permission.NOTE_RESTRICTED_VIEW) is None):
        return False
    return Customer.objects.filter(in_scope(reader, Permission.NOTE_VIEW), pk=customer_id).exists()


def colleagues(actor: Actor, customer_id: int, *, on: date, search: str = "") -> list[Colleague]:
    """Return the people of the organisation who may be named on a customer file, by name."""
    creditor_id = Customer.objects.filter(in_scope(actor), pk=customer_id).values_list("creditor_id", flat=True).first()
    if creditor_id is None:
        raise NotFound(what="customer")
    found: Iterable[Person] = people.colleagues(actor, creditor_id, search=search, on=on)
    return [Colleague(person.id, person.name, person.email) for person in found]
