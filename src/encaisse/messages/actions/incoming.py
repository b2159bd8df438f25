"""A mail comes in: kept byte for byte, filed with its customer, and counted for what it is. The same mail again changes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import Message as MailMessage

from django.db import IntegrityError, transaction

from encaisse.audit.actions import write_audit
from encaisse.customers.actions import touch
from encaisse.db.clock import now
from encaisse.files.actions import keep, link
from encaisse.files.rules import Sha256
from encaisse.kit.actor import Actor, Permission
from encaisse.messages.actions.absences import note_certain_absence
from encaisse.messages.actions.bounces import mark_bounced
from encaisse.messages.actions.counting import count_reply, language_of
from encaisse.messages.models import Incoming, Message
from encaisse.messages.queries import received as queries
from encaisse.messages.queries.boxes import creditor_of_mailbox
from encaisse.messages.queries.fax import fax_pattern
from encaisse.messages.rules import Channel
from encaisse.messages.rules.automatic import is_automatic, says_it_is_automatic
from encaisse.messages.rules.bounces import Bounce, Notice, bounce_of
from encaisse.messages.rules.fax_reports import fax_report, is_of_the_gateway
from encaisse.messages.rules.incoming import IncomingMail, parsed, read_incoming
from encaisse.messages.rules.mailboxes import tokens_in
from encaisse.messages.rules.replies import Filing, Nature, is_flood
from encaisse.messages.rules.suggestions import suggest

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A mail as it was brought. Of one too large only the headers are there, and `whole_size` says how large it is."""

    content: bytes
    arrived_at: datetime
    creditor_id: int | None = None
    mailbox_id: int | None = None
    whole_size: int | None = None


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a mail is and whom it belongs to."""

    nature: Nature
    customer_id: int | None
    creditor_id: int
    filed_by: Filing
    message: Message | None
    report: Bounce | None = None


@transaction.atomic
def take_in(actor: Actor, arrival: Arrival) -> int | None:
    """Take one mail in, whichever door brought it; return its id, or None when it was there already (or is nobody's)."""
    actor.must(Permission.INTEGRATION_MANAGE)
    mail = read_incoming(arrival.content)
    found = sort(actor, arrival, mail)
    if found is None or Incoming.objects.filter(creditor_id=found.creditor_id, identity=mail.identity).exists():
        return None
    row = kept_row(actor, arrival, mail, found)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # brought by two doors at the same moment
        return None
    link(actor, Sha256(row.content_id), creditor_id=row.creditor_id, customer_id=row.customer_id, role="incoming")
    follow_up(actor, row, found, content=arrival.content)
    return row.pk


def sort(actor: Actor, arrival: Arrival, mail: IncomingMail) -> Sorted | None:
    """Say what a mail is and whom it belongs to: by the mark of its address, then what it answers, then its sender."""
    read = parsed(arrival.content)
    report = bounce_of(read, sender=mail.sender)
    named = (*report.about, *mail.answers) if isinstance(report, Bounce) else mail.answers
    creditor_id = arrival.creditor_id or creditor_of_mailbox(actor, mail.recipients)
    message, filed_by = queries.message_answered(actor, tokens_in(mail.recipients), named) or (None, Filing.NONE)
    if message is None and creditor_id is None:
        return None
    creditor_id = message.creditor_id if message else creditor_id
    assert creditor_id is not None  # noqa: S101 - said above
    if isinstance(report, Bounce):
        return came_back(actor, creditor_id, report, (message, filed_by), at=arrival.arrived_at)
    if message is not None and (told := fax_answer(actor, message, mail, read)) is not None:
        return Sorted(told[0], message.customer_id, creditor_id, filed_by, message, told[1])
    customer_id = message.customer_id if message else None
    if customer_id is None and not report and (digest := queries.digest_of(actor, mail.sender)):
        customer_id = queries.customer_of_address(actor, creditor_id, digest)
        filed_by = Filing.ADDRESS if customer_id else Filing.NONE
    if isinstance(report, Notice):
        return Sorted(Nature.NOTICE, customer_id, creditor_id, filed_by, message)
    if mail.sender and queries.is_of_our_side(actor, creditor_id, mail.sender):
        return of_our_side(actor, creditor_id, mail, message, filed_by)
    machine = is_automatic(read, sender=mail.sender) or floods(actor, mail, arrival)
    return Sorted(Nature.AUTO_REPLY if machine else Nature.REPLY, customer_id, creditor_id, filed_by, message)


def fax_answer(actor: Actor, message: Message, mail: IncomingMail, read: MailMessage) -> tuple[Nature, Bounce | None] | None:
    """Read what a fax gateway answers in its own words: a failure came back, a success is a notice; None for what is neither."""
    if message.channel != Channel.FAX:
        return None
    pattern = fax_pattern(actor, message.creditor_id)
    told = fax_report(mail.subject, mail.text)
    if told is None or not is_of_the_gateway(mail.sender, pattern, is_automatic=is_automatic(read, sender=mail.sender)):
        return None
    return (Nature.BOUNCE, Bounce(told.kind, message.recipient, "", told.words, ())) if told.has_failed else (Nature.NOTICE, None)


def came_back(actor: Actor, creditor_id: int, report: Bounce, answered: tuple[Message | None, Filing], *, at: datetime) -> Sorted:
    """A report that names neither mark nor Message-ID is about the latest message to the address it names."""
    message, filed_by = answered
    if message is None and (digest := queries.digest_of(actor, report.recipient)):
        message = queries.message_sent_to(actor, digest, at=at, creditor_id=creditor_id)
        filed_by = Filing.ADDRESS if message else Filing.NONE
    return Sorted(Nature.BOUNCE, message.customer_id if message else None, creditor_id, filed_by, message, report)


def of_our_side(actor: Actor, creditor_id: int, mail: IncomingMail, message: Message | None, filed_by: Filing) -> Sorted:
    """A colleague's mail to the customer is kept on its file; one that forwards something is for a person to file."""
    if message is not None and message.recipient.lower() in mail.recipients:
        return Sorted(Nature.COLLEAGUE, message.customer_id, creditor_id, filed_by, message)
    written_to = [
        queries.customer_of_address(actor, creditor_id, digest) for each in mail.recipients if (digest := queries.digest_of(actor, each))
    ]
    customer_id = next((each for each in written_to if each), None)
    if customer_id is not None:
        return Sorted(Nature.COLLEAGUE, customer_id, creditor_id, Filing.ADDRESS, message)
    return Sorted(Nature.REPLY, None, creditor_id, Filing.NONE, message)


def floods(actor: Actor, mail: IncomingMail, arrival: Arrival) -> bool:
    digest = queries.digest_of(actor, mail.sender)
    return digest is not None and is_flood(queries.mails_of_sender(actor, digest, since=arrival.arrived_at - A_DAY))


def kept_row(actor: Actor, arrival: Arrival, mail: IncomingMail, found: Sorted) -> Incoming:
    said = suggest(mail.subject, mail.text, language=language_of(found.customer_id)) if found.nature is Nature.REPLY else None
    report = found.report
    return Incoming(
        creditor_id=found.creditor_id, customer_id=found.customer_id, mailbox_id=arrival.mailbox_id, message=found.message,
        identity=mail.identity, content_id=keep(actor, arrival.content, "message/rfc822"),
        size=arrival.whole_size or len(arrival.content), is_cut=arrival.whole_size is not None, nature=found.nature.value,
        filed_by=found.filed_by.value, sender=mail.sender, sender_name=mail.sender_name,
        sender_digest=queries.digest_of(actor, mail.sender),
        subject=mail.subject, text=mail.text, file_count=len(mail.files),
        suggested_kind=said.kind.value if said else "", suggested_confidence=said.confidence if said else 0,
        suggested_by=said.by if said else "", bounce_kind=report.kind.value if report else "",
        bounced_recipient=report.recipient[:254] if report else "", detail=report.detail[:400] if report else "",
        arrived_at=min(arrival.arrived_at, now()),
    )  # fmt: skip


def follow_up(actor: Actor, row: Incoming, found: Sorted, *, content: bytes) -> None:
    """Let a mail count for what it is: a reply is a contact; what came back marks its message and its address."""
    if found.report and found.message:
        mark_bounced(actor, found.message, found.report, at=row.arrived_at)
    if row.nature == Nature.REPLY and row.customer_id is not None:
        count_reply(actor, row)
    if row.customer_id is not None:
        touch([row.customer_id])
    note_certain_absence(actor, row, says_so=says_it_is_automatic(parsed(content)))
    write_audit(
        actor, did="messages.take_in", subject_kind="incoming", subject_id=row.pk, creditor_id=row.creditor_id, customer_id=row.customer_id,
        change={"nature": row.nature, "filed_by": row.filed_by, "sha256": row.content_id},
    )  # fmt: skip
