"""Notes and attachments of the customer file: kept as they were written, for those who may read them."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from encaisse.customers import queries
from encaisse.customers.actions.audit import tell
from encaisse.customers.models import Attachment, Customer, Mention, Note
from encaisse.customers.rules.notes import NewAttachment, check_attachments, plain_name
from encaisse.db.clock import now, today
from encaisse.files.actions import keep, link
from encaisse.kit.actor import Actor, Mode, Permission
from encaisse.kit.refusals import NotFound

ROLE = "attachment"


@transaction.atomic
def write_note(actor: Actor, customer_id: int, body: str, *, is_restricted: bool = False, attachments: Sequence[NewAttachment] = ()) -> int:
    """Write a note on the customer file; it is kept as it was written, and tells the colleagues it names."""
    actor.must(Permission.NOTE_VIEW, mode=Mode.ACT)  # who only reads notes, an auditor, writes none
    customer = queries.locked_customer(actor, customer_id, Permission.NOTE_VIEW)
    if is_restricted:
        actor.must(Permission.NOTE_RESTRICTED_VIEW)
    check_attachments(attachments)
    named = queries.mentioned(actor, customer_id, body, is_restricted=is_restricted, on=today()) if actor.user_id else ()
    note = Note.objects.create(
        customer=customer, creditor_id=customer.creditor_id, body=body.strip(), is_restricted=is_restricted,
        written_by=actor.user_id, written_by_name=actor.name[:120], written_at=now(),
    )  # fmt: skip
    Mention.objects.bulk_create(
        Mention(note=note, customer_id=customer_id, creditor_id=customer.creditor_id, user_id=user_id) for user_id in named
    )
    keep_attachments(actor, customer, attachments, note=note, is_restricted=is_restricted)
    tell(actor, "write_note", note, change={"is_restricted": is_restricted, "mentions": list(named), "files": len(attachments)})
    return note.pk


@transaction.atomic
def attach(actor: Actor, customer_id: int, attachments: Sequence[NewAttachment], *, is_restricted: bool = False) -> list[int]:
    """Put files on the customer file, without a note."""
    actor.must(Permission.NOTE_VIEW, mode=Mode.ACT)
    customer = queries.locked_customer(actor, customer_id, Permission.NOTE_VIEW)
    if is_restricted:
        actor.must(Permission.NOTE_RESTRICTED_VIEW)
    check_attachments(attachments)
    kept = keep_attachments(actor, customer, attachments, note=None, is_restricted=is_restricted)
    tell(actor, "attach", customer, change={"files": [row.name for row in kept]})
    return [row.pk for row in kept]


def keep_attachments(
    actor: Actor, customer: Customer, attachments: Iterable[NewAttachment], *, note: Note | None, is_restricted: bool
) -> list[Attachment]:
    kept = []
    for each in attachments:
        sha256 = keep(actor, each.content, each.media_type)
        link(actor, sha256, creditor_id=customer.creditor_id, customer_id=customer.pk, role=ROLE)
        kept.append(
            Attachment.objects.create(
                customer=customer, creditor_id=customer.creditor_id, note=note, blob_id=sha256, name=plain_name(each.name),
                media_type=each.media_type, size=len(each.content), is_restricted=is_restricted, attached_by=actor.user_id,
                attached_by_name=actor.name[:120], attached_at=now(),
            )
        )  # fmt: skip
    return kept


@transaction.atomic
def read_mention(actor: Actor, mention_id: int) -> int:
    """Note that whoever is named has read a note; return the customer it is about."""
    actor.must(Permission.NOTE_VIEW)
    mention = Mention.objects.select_for_update().filter(pk=mention_id, user_id=actor.user_id or 0).first()
    if mention is None:
        raise NotFound(what="mention")
    if mention.read_at is None:
        Mention.objects.filter(pk=mention_id).update(read_at=now())
        tell(actor, "read_mention", mention)
    return mention.customer_id


@transaction.atomic
def read_mentions(actor: Actor) -> int:
    """Note that whoever is named has read everything; return how many notes were unread."""
    actor.must(Permission.NOTE_VIEW)
    unread = list(Mention.objects.select_for_update().filter(user_id=actor.user_id or 0, read_at__isnull=True))
    Mention.objects.filter(pk__in=[mention.pk for mention in unread]).update(read_at=now())
    for mention in unread:
        tell(actor, "read_mention", mention)
    return len(unread)


@transaction.atomic
def set_instruction(actor: Actor, customer_id: int, text: str) -> None:
    """Pin an instruction on top of the customer file, with who set it and when; an empty one takes it down."""
    actor.must(Permission.CUSTOMER_INSTRUCT)
    customer = queries.locked_customer(actor, customer_id, Permission.CUSTOMER_INSTRUCT)
    words = text.strip()
    Customer.objects.filter(pk=customer_id).update(
        instruction=words, instruction_by_name=actor.name[:120] if words else "", instruction_at=now() if words else None
    )
    tell(actor, "set_instruction", customer, change={"is_set": bool(words)})
