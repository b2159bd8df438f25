"""Replies to answer: the list of the morning, and one of them with its thread and what is open."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger import queries as ledger
from encaisse.ledger.queries import OpenItemRow
from encaisse.messages import queries as messages
from encaisse.messages.queries import IncomingRow, MessageRow
from encaisse.messages.rules.incoming import AttachedFile, read_incoming

SHOWN = 50
THREAD = 8


@dataclass(frozen=True, slots=True)
class ReplyToAnswer:
    """A reply of the day, with what it probably says and what its customer owes."""

    mail_id: int
    customer_id: int
    code: str
    name: str
    subject: str
    excerpt: str
    arrived_at: datetime
    suggested_kind: str
    suggested_confidence: Decimal
    suggested_by: str
    file_count: int
    overdue_amount: Decimal
    currency: str
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """One piece of a thread: a message of ours or a mail of theirs."""

    at: datetime
    is_ours: bool
    subject: str
    id: int


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """A reply as it is read: its words, what it quotes, its files; what was said around it; what is open."""

    mail: IncomingRow
    customer: CustomerFile
    quoted: str
    files: tuple[AttachedFile, ...]
    has_html: bool
    thread: tuple[Spoken, ...]
    items: tuple[OpenItemRow, ...]
    next_id: int | None


def replies_to_answer(actor: Actor, *, collector_id: int | None = None, limit: int = SHOWN) -> list[ReplyToAnswer]:
    """Return the replies nobody has dealt with, of the customers in scope, the largest overdue first."""
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    return [ReplyToAnswer(*row) for row in run_sql("workbench.replies_to_answer", collector_id=collector_id, limit=limit, **scope)]


def reply(actor: Actor, mail_id: int) -> ReplyPage:
    """Return one mail of a customer with everything a person needs to decide about it."""
    mail = messages.incoming(actor, mail_id)
    if mail.customer_id is None:
        raise NotFound(what=str(mail_id))
    read = read_incoming(messages.incoming_content(actor, mail_id))
    open_items = [row for row in ledger.open_items(actor, customer_id=mail.customer_id) if row.open_amount]
    return ReplyPage(
        mail=mail,
        customer=customers.customer(actor, mail.customer_id),
        quoted=read.quoted,
        files=read.files,
        has_html=read.has_html,
        thread=tuple(thread(actor, mail)),
        items=tuple(sorted(open_items, key=lambda row: (row.due_date, row.id))),
        next_id=next_reply(actor, after=mail_id),
    )


def thread(actor: Actor, mail: IncomingRow) -> list[Spoken]:
    """Return what was written around a mail, the latest first: ours and theirs."""
    assert mail.customer_id is not None  # noqa: S101 - asked by the caller
    ours = [said_by_us(row) for row in messages.messages_of(actor, mail.customer_id, limit=THREAD) if row.state == "sent"]
    theirs = [Spoken(row.arrived_at, False, row.subject, row.id) for row in messages.incoming_of(actor, mail.customer_id, limit=THREAD)]
    found = [each for each in (*ours, *theirs) if each.is_ours or each.id != mail.id]
    return sorted(found, key=lambda each: each.at, reverse=True)[:THREAD]


def said_by_us(row: MessageRow) -> Spoken:
    return Spoken(row.settled_at or row.queued_at, True, row.subject, row.id)


def next_reply(actor: Actor, *, after: int | None = None) -> int | None:
    """Return the reply to answer after another one, in the order of the day; None when it was the last."""
    ids = [each.mail_id for each in replies_to_answer(actor)]
    place = ids.index(after) + 1 if after in ids else 0
    return next((mail_id for mail_id in (*ids[place:], *ids[:place]) if mail_id != after), None)
