"""What a person makes of a reply: its consequence and its closing are kept together, or nothing is."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from encaisse.commitments.actions import make_promise
from encaisse.creditors import queries as creditors
from encaisse.customers.actions import add_contact, contact_away, write_note
from encaisse.customers.queries import CustomerFile, contacts, contacts_of_address
from encaisse.disputes.actions import open_dispute
from encaisse.dunning import actions as dunning
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.kit.actor import Actor
from encaisse.kit.money import Money
from encaisse.messages.actions import close_reply
from encaisse.messages.rules.replies import ReplyKind
from encaisse.workbench.actions.duplicates import Duplicates, send_duplicates
from encaisse.workbench.queries.absences import newcomer_of
from encaisse.workbench.queries.items import overdue
from encaisse.workbench.queries.replies import reply
from encaisse.workbench.rules.replies import NothingToCopy, absent_words, paid_words


def closed(actor: Actor, mail_id: int, kind: ReplyKind) -> CustomerFile:
    """Close a reply first: a colleague who was quicker is named, and nothing is done twice."""
    close_reply(actor, mail_id, kind)
    return reply(actor, mail_id).customer


@transaction.atomic
def reply_promises(
    actor: Actor, mail_id: int, *, item_ids: Sequence[int], amount: Decimal | None, promised_for: date, given_by: str, on: date
) -> int:
    """Note the promise a reply makes: on the ticked items, else on all that is overdue."""
    customer = closed(actor, mail_id, ReplyKind.PROMISE)
    about = item_ids or [item.id for item in overdue(actor, customer.id, on=on)]
    return make_promise(
        actor, item_ids=about, amount=amount, promised_for=promised_for, on=on, given_by=given_by, channel="email"
    )  # fmt: skip


@transaction.atomic
def reply_contests(
    actor: Actor, mail_id: int, *, item_ids: Sequence[int], amount: Decimal | None, reason: str, comment: str, on: date
) -> int:
    """Open the dispute a reply is about."""
    customer = closed(actor, mail_id, ReplyKind.DISPUTE)
    calendar = creditors.calendar(actor, customer.region)
    return open_dispute(actor, amounts=dict.fromkeys(item_ids, amount), reason=reason, on=on, calendar=calendar, comment=comment)


@transaction.atomic
def reply_says_paid(actor: Actor, mail_id: int, *, until_on: date, paid_on: date | None, comment: str, on: date) -> int:
    """Ask accounting to find the payment, and leave the customer alone until a day: a hold with its reason and its end."""
    customer = closed(actor, mail_id, ReplyKind.ALREADY_PAID)
    words = paid_words(paid_on, comment)
    late = overdue(actor, customer.id, on=on)
    owed = Money(sum((item.open_amount for item in late), Decimal()), late[0].currency if late else "")
    dunning.set_hold(actor, customer_id=customer.id, reason=HoldReason.PAYMENT_ANNOUNCED, comment=words, on=on, until_on=until_on)
    return dunning.raise_signal(actor, customer.id, TaskKind.FIND_PAYMENT, on=on, comment=words, amount=owed.amount, currency=owed.currency)


@transaction.atomic
def reply_asks_copies(actor: Actor, mail_id: int, *, item_ids: Sequence[int], comment: str, on: date) -> Duplicates:
    """Send copies of the ticked invoices, asking for those that are stored nowhere; of what is only described, leave a task."""
    customer = closed(actor, mail_id, ReplyKind.COPY_REQUEST)
    if not item_ids and not comment.strip():
        raise NothingToCopy
    if comment.strip():
        dunning.raise_signal(actor, customer.id, TaskKind.SEND_COPY, on=on, comment=comment.strip())
    return send_duplicates(actor, customer.id, item_ids, on=on, key=f"reply-{mail_id}") if item_ids else Duplicates(None, (), ())


@transaction.atomic
def reply_says_absent(
    actor: Actor, mail_id: int, *, back_on: date | None, comment: str, stand_in: str = "", adds_stand_in: bool = True, on: date
) -> int:
    """Note who is away, and until when: on the file, and on the contact who wrote; an address given of a stand-in is one more contact."""
    shown = reply(actor, mail_id)
    customer = closed(actor, mail_id, ReplyKind.ABSENT)
    if back_on is not None:
        for card in contacts_of_address(actor, customer.id, "email", shown.mail.sender):
            contact_away(actor, card.id, back_on=back_on, on=on, stand_in=stand_in)
    if adds_stand_in and (new := newcomer_of(stand_in, contacts(actor, customer.id))):
        add_contact(actor, customer.id, new)
    words = " · ".join(part for part in (stand_in.strip(), comment.strip()) if part)
    return write_note(actor, customer.id, absent_words(shown.mail.sender_name or shown.mail.sender, back_on, words, customer.language))


@transaction.atomic
def reply_is_noted(actor: Actor, mail_id: int, *, note: str) -> int | None:
    """Close a reply that asks for nothing of the kind; what a person says of it becomes a note."""
    customer = closed(actor, mail_id, ReplyKind.OTHER)
    return write_note(actor, customer.id, note) if note.strip() else None
