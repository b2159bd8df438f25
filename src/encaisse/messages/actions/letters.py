"""Paper: bind the letters to print, then say that they were posted."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from encaisse.audit.actions import write_audits
from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.actions import touch
from encaisse.db.clock import now
from encaisse.files.actions import keep
from encaisse.files.queries import content
from encaisse.kit.actor import Actor, Permission
from encaisse.messages import queries
from encaisse.messages.actions.contacts import note_contacts
from encaisse.messages.actions.outbox import deed
from encaisse.messages.models import Message, PrintBatch
from encaisse.messages.rules import Cover, MessageState, bound, check_postable, check_printable
from encaisse.messages.rules.postal import town_of


@transaction.atomic
def print_letters(actor: Actor, message_ids: Iterable[int], *, duplex: bool = False) -> int:
    """Bind letters in one file behind a list of them, mark them printed, and return the batch.

    On both sides when asked, or when a creditor among them prints so.
    """
    actor.must(Permission.ACTION_SEND_TEMPLATE)
    letters = queries.locked_messages(actor, message_ids)
    check_printable([queries.letter_of(letter) for letter in letters], stopped=queries.stopped_creditors(actor))
    both_sides = duplex or bool(queries.duplex_creditors(actor) & {letter.creditor_id for letter in letters})
    file = bound([content(actor, letter.rendered_id) for letter in letters], cover(actor, letters), duplex=both_sides)
    sha256 = keep(actor, file, "application/pdf")
    batch = PrintBatch.objects.create(
        sha256_id=sha256, letter_count=len(letters), printed_at=now(), printed_by=actor.user_id, printed_by_name=actor.name[:120]
    )
    for letter in letters:
        letter.state, letter.claimed_at, letter.batch = MessageState.SENDING.value, now(), batch
    Message.objects.bulk_update(letters, ["state", "claimed_at", "batch"])
    touch({letter.customer_id for letter in letters})
    write_audits(actor, [deed("messages.print", letter.pk, letter) for letter in letters])
    return batch.pk


def cover(actor: Actor, letters: Sequence[Message]) -> Cover:
    known = customers.files(actor, [letter.customer_id for letter in letters])
    rows = tuple((known[letter.customer_id].name, town_of(letter.recipient), letter.subject, letter.channel) for letter in letters)
    return Cover(language="en" if actor.language == "en" else "fr", printed_at=now(), printed_by=actor.name, rows=rows)


@transaction.atomic
def mark_posted(actor: Actor, message_ids: Iterable[int]) -> int:
    """Say that printed letters went to the post: from now on they are contacts."""
    actor.must(Permission.ACTION_SEND_TEMPLATE)
    letters = queries.locked_messages(actor, message_ids)
    check_postable([queries.letter_of(letter) for letter in letters])
    for letter in letters:
        letter.state, letter.settled_at = MessageState.SENT.value, now()
    Message.objects.bulk_update(letters, ["state", "settled_at"])
    note_contacts(letters, result="posted", at=now(), days={letter.pk: posted_on(actor, letter) for letter in letters})
    touch({letter.customer_id for letter in letters})
    write_audits(actor, [deed("messages.post", letter.pk, letter) for letter in letters])
    return len(letters)


def posted_on(actor: Actor, letter: Message) -> date:
    """Return the day from which a posted letter is a contact: that day, on its company's calendar; a demonstration keeps its story's."""
    if creditors.creditor(actor, letter.creditor_id).is_demonstration:
        return letter.dated_on
    return max(letter.dated_on, creditors.today_of(actor, letter.creditor_id))
