"""What a person does with a mail: file it, set it aside, close a reply once it was dealt with."""

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.customers import queries as customers
from encaisse.customers.actions import add_contact, touch
from encaisse.customers.rules import NewContact
from encaisse.db.clock import now
from encaisse.files.actions import link
from encaisse.files.rules import Sha256
from encaisse.kit.actor import Actor, Permission
from encaisse.messages.actions.counting import count_reply, language_of
from encaisse.messages.models import Incoming
from encaisse.messages.queries import received as queries
from encaisse.messages.rules.replies import HAS_LEFT, Filing, Nature, ReplyKind, check_open, check_says_left, check_to_file
from encaisse.messages.rules.suggestions import suggest

NOT_A_CUSTOMER = "not_a_customer"


@transaction.atomic
def file_mail(actor: Actor, mail_id: int, customer_id: int, *, keep_address: bool = False) -> None:
    """File a mail nobody could file; a reply counts from the moment it came. `keep_address` makes its sender a contact."""
    actor.must(Permission.ACTION_CREATE)
    row = queries.locked_incoming(actor, mail_id)
    check_to_file(queries.standing_of(actor, row))
    customer = customers.customer(actor, customer_id)
    row.customer_id, row.creditor_id, row.filed_by = customer.id, customer.creditor_id, Filing.PERSON.value
    if row.nature in {Nature.REPLY, Nature.AUTO_REPLY} and not row.suggested_kind:
        row.suggested_kind = suggest(row.subject, row.text, language=language_of(customer.id)).kind.value
    row.save(update_fields=["customer_id", "creditor_id", "filed_by", "suggested_kind"])
    link(actor, Sha256(row.content_id), creditor_id=row.creditor_id, customer_id=customer.id, role="incoming")
    if keep_address and row.sender:
        add_contact(actor, customer.id, NewContact(name=row.sender_name or row.sender.partition("@")[0], emails=(row.sender,)))
    if row.nature == Nature.REPLY:
        count_reply(actor, row)
    touch([customer.id])
    tell(actor, "messages.file", row)


@transaction.atomic
def set_aside(actor: Actor, mail_id: int) -> None:
    """Note that a mail is no customer's: it is kept, and no longer waits."""
    actor.must(Permission.ACTION_CREATE)
    row = queries.locked_incoming(actor, mail_id)
    check_to_file(queries.standing_of(actor, row))
    close(actor, row, NOT_A_CUSTOMER)
    tell(actor, "messages.set_aside", row)


@transaction.atomic
def close_reply(actor: Actor, mail_id: int, kind: ReplyKind) -> None:
    """Note what a reply said, once it was dealt with; a colleague who was quicker is named."""
    actor.must(Permission.ACTION_CREATE)
    row = queries.locked_incoming(actor, mail_id)
    check_open(queries.standing_of(actor, row), kind)
    close(actor, row, kind.value)
    assert row.customer_id is not None  # noqa: S101 - check_open said so
    touch([row.customer_id])
    tell(actor, "messages.close_reply", row)


@transaction.atomic
def close_departure(actor: Actor, mail_id: int) -> None:
    """Note that a mail said who has left, once it was dealt with: of a machine or of a person."""
    actor.must(Permission.ACTION_CREATE)
    row = queries.locked_incoming(actor, mail_id)
    check_says_left(queries.standing_of(actor, row))
    close(actor, row, HAS_LEFT)
    assert row.customer_id is not None  # noqa: S101 - the check said so
    touch([row.customer_id])
    tell(actor, "messages.close_reply", row)


def close(actor: Actor, row: Incoming, closed_as: str) -> None:
    row.closed_at, row.closed_as, row.closed_by, row.closed_by_name = now(), closed_as, actor.user_id, actor.name[:120]
    row.save(update_fields=["closed_at", "closed_as", "closed_by", "closed_by_name"])


def tell(actor: Actor, did: str, row: Incoming) -> None:
    write_audit(
        actor, did=did, subject_kind="incoming", subject_id=row.pk, creditor_id=row.creditor_id, customer_id=row.customer_id,
        change={"as": row.closed_as, "suggested": row.suggested_kind},
    )  # fmt: skip
