"""The story of a customer, merged from every room that knows something of it. Each room is read only when its family is asked."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, TypeAlias

from django.utils.translation import gettext

from encaisse.commitments.models import Plan, Promise
from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.disputes import queries as disputes
from encaisse.dunning import queries as dunning
from encaisse.dunning.models import Hold
from encaisse.dunning.queries import ActionView
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger import queries as ledger
from encaisse.messages import queries as messages
from encaisse.messages.queries import MessageRow
from encaisse.people import queries as people
from encaisse.ui.formats import kept_refusal_text
from encaisse.workbench.models import Call, Visit
from encaisse.workbench.queries.common import common_words, spoken_for
from encaisse.workbench.rules.story import Family, FileRef, Happening, StoryFilter, StoryPage, page_of, without_doubles

SIZE = 30
SEARCHED = 2000  # of each family, the latest
RECEIVED = frozenset({"payment", "deposit"})
TOLD = frozenset({"call", "visit", "portal"})  # steps that the call, the visit or the deposit itself tells
TOLD_STATES = frozenset({"to_approve", "approved", "not_done", "failed", "unknown"})
Read: TypeAlias = Callable[[Actor, int, int], Iterable[Happening]]


def story(
    actor: Actor, customer_id: int, *, asked: StoryFilter | None = None, page: int = 1, size: int = SIZE, family: Family | None = None
) -> StoryPage:
    """Return a page of what happened, the latest first. Words, a person or an invoice are looked for in the latest of each family."""
    customers.customer(actor, customer_id)
    asked = asked or StoryFilter(family)
    wanted = SEARCHED if asked.is_narrow else page * size + 1
    found = [each for part in READS if asked.family in {None, part} for read in READS[part] for each in read(actor, customer_id, wanted)]
    return page_of(found, page=page, size=size, asked=asked, is_cut=asked.is_narrow and len(found) >= SEARCHED)


def seen(actor: Actor, customer_id: int) -> Any:
    """Return the customer, when it lies in scope: each read below keeps to it, whoever calls it."""
    return Customer.objects.filter(customers.in_scope(actor), pk=customer_id).values("pk")


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def told_amount(event: ledger.LedgerEvent) -> Decimal | None:
    """Return an amount as it is said: the books write what was received as a credit, people say how much came in."""
    return -event.amount if event.kind in RECEIVED and event.amount is not None else event.amount


def money(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    if not actor.may(Permission.INVOICE_VIEW):
        return []
    return [
        Happening(
            at=event.at, on=event.on, family=Family.MONEY, kind=event.kind, reference=event.reference, amount=told_amount(event),
            currency=event.currency, detail=event.detail,
        )
        for event in ledger.timeline(actor, customer_id, limit=limit)
    ]  # fmt: skip


def sent(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    found = messages.messages_of(actor, customer_id, limit=limit)
    senders = people.people(actor, {row.queued_by for row in found if row.queued_by})
    names = {user_id: person.name for user_id, person in senders.items()}
    return [
        Happening(
            at=row.settled_at or row.queued_at, on=row.dated_on, family=Family.MESSAGE, kind="message", channel=row.channel.value,
            state=shown_state(row),
            detail=both(row.subject, with_whom(row.customer_id, row.customer_name, customer_id)), reference=row.recipient,
            message_id=row.id, by_name=names.get(row.queued_by or 0, ""), failure=failure_words(row),
        )
        for row in found
    ]  # fmt: skip


def failure_words(row: MessageRow) -> str:
    """Return why a message did not arrive, in the words of whoever should have carried it."""
    if row.bounced_at:
        return row.bounce_detail
    return gettext(row.detail) if row.state in {"failed", "unknown"} and row.detail else ""


def both(*words: str) -> str:
    return " – ".join(part for part in words if part)


def with_whom(lead_id: int | None, lead_name: str, customer_id: int) -> str:
    """Say of a joint message, and of its answers, with which customer of another company they are filed; out of sight, it is not named."""
    if lead_id in {None, customer_id}:
        return ""
    return (
        gettext("joint message, filed with %(name)s") % {"name": lead_name} if lead_name else gettext("message common to other companies")
    )


def shown_state(row: MessageRow) -> str:
    if row.bounced_at:
        return "bounced"
    return "trapped" if row.was_trapped and row.state == "sent" else row.state.value


def registered(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    """Return what the post said of letters, with the proof kept; a correction with its reason, what it corrects left as it was."""
    return [
        Happening(
            at=row.at, on=row.on, family=Family.MESSAGE, kind="letter_fact", channel="letter", state=row.outcome,
            reference=row.tracking_number, detail=row.reason or row.proof_name,
            failure=row.words, is_open=row.is_corrected or not row.stands,
            by_name=row.by_name, message_id=row.message_id,
            proof_id=row.id if row.sha256 else None, customer_id=customer_id,
        )
        for row in dunning.letter_facts(actor, customer_id, limit=limit)
    ]  # fmt: skip


def deposits(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    """Return what was deposited on the customer's portal, or tried, with its ticket number."""
    return [
        Happening(
            at=row.at, on=row.on, family=Family.MESSAGE, kind="portal_deposit", channel="portal", state=row.result,
            reference=row.ticket_number,
            detail=" – ".join(part for part in (row.portal, row.subject, row.comment) if part), by_name=row.by_name, reason=row.reason,
            deposit_id=row.id, customer_id=customer_id,
        )
        for row in dunning.deposits_of(actor, customer_id, limit=limit)
    ]  # fmt: skip


def reworded(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    """Return who worded a message otherwise than its template before it left, and what they changed."""
    return [
        Happening(
            at=row.at, on=row.at.date(), family=Family.MESSAGE, kind="draft_unworded" if row.is_undone else "draft_worded", channel="email",
            detail=row.subject, by_name=row.by_name, changes=tuple((change.is_added, change.words) for change in row.changes),
        )
        for row in dunning.rewordings(actor, customer_id, limit=limit)
    ]  # fmt: skip


def complaints(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    """Return what customers complained of, as their provider told it."""
    return [
        Happening(
            at=row.happened_at, on=row.happened_at.date(), family=Family.MESSAGE, kind=row.kind, channel="email", reference=row.recipient,
            detail=row.words,
        )
        for row in messages.complaints_of(actor, customer_id, limit=limit)
    ]  # fmt: skip


def came(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    """Return the mails that came in: replies, absences, what came back, what a colleague wrote."""
    return [
        Happening(
            at=row.arrived_at, on=row.arrived_at.date(), family=Family.MESSAGE, kind=f"mail_{row.nature.value}", channel="email",
            state=row.closed_as, detail=row.text or row.detail,
            reference=both(row.subject, with_whom(row.customer_id, row.customer_name, customer_id)), by_name=row.sender_name or row.sender,
            mail_id=row.id if row.customer_name else None, is_open=row.is_open and row.customer_id == customer_id,
            file_count=row.file_count,
        )
        for row in messages.incoming_of(actor, customer_id, limit=limit)
    ]  # fmt: skip


def texted(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    """Return what the customer answered by SMS."""
    return [
        Happening(
            at=row.arrived_at, on=row.arrived_at.date(), family=Family.MESSAGE, kind="sms_stop" if row.is_stop else "sms_answer",
            channel="sms", detail=row.text, reference=row.number,
        )
        for row in messages.sms_answers_of(actor, customer_id, limit=limit)
    ]  # fmt: skip


def contacts(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    """Return the calls and visits noted, and the contacts that none of them and no message tells: replies, calls noted elsewhere."""
    noted = [*calls(actor, customer_id, limit), *visits(actor, customer_id, limit)]
    bare = [
        Happening(
            at=row.happened_at, on=row.happened_on, family=Family.CALL, kind="reply" if row.direction == "in" else "contact",
            channel=row.channel, state=row.result,
        )
        for row in messages.contacts_of(actor, customer_id, limit=limit)
        if (row.message_id is None or row.direction == "in") and row.result not in {"mail", "deposited", "sms"}
    ]  # fmt: skip
    return [*noted, *without_doubles(bare, noted)]


def calls(actor: Actor, customer_id: int, limit: int) -> list[Happening]:
    rows = list(Call.objects.filter(customer_id__in=seen(actor, customer_id)).order_by("-called_at", "-pk")[:limit])
    beside = spoken_for(actor, rows)
    return [
        Happening(
            at=row.called_at, on=row.called_on, family=Family.CALL, kind="incoming_call" if row.is_incoming else "call", channel="call",
            state=row.result, detail=row.comment, by_name=row.called_by_name, reason=row.reason,
            reference=both(row.spoke_with, common_words(beside.get(row.pk))),
        )
        for row in rows
    ]  # fmt: skip


def visits(actor: Actor, customer_id: int, limit: int) -> list[Happening]:
    return [
        Happening(
            at=row.noted_at, on=row.visited_on, family=Family.CALL, kind="visit", channel="visit", state=row.result, detail=row.comment,
            by_name=row.noted_by_name, reference=row.met, reason=row.reason, amount=row.paid_amount, currency=row.paid_currency or "EUR",
        )
        for row in Visit.objects.filter(customer_id__in=seen(actor, customer_id)).order_by("-noted_at", "-pk")[:limit]
    ]  # fmt: skip


def promises(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    for row in Promise.objects.filter(customer_id__in=seen(actor, customer_id)).order_by("-recorded_at")[:limit]:
        made = Happening(
            at=row.recorded_at, on=row.promised_on, family=Family.COMMITMENT, kind="promise", amount=row.amount, currency=row.currency,
            until=row.promised_for, reference=row.given_by, by_name=row.taken_by_name,
        )  # fmt: skip
        yield made
        if row.withdrawn_on:
            yield replace(made, at=at_noon(row.withdrawn_on), on=row.withdrawn_on, kind="promise_withdrawn", by_name="")


def plans(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    return [
        Happening(
            at=row.recorded_at, on=row.recorded_at.date(), family=Family.COMMITMENT, kind="plan", state=row.state, currency=row.currency
        )
        for row in Plan.objects.filter(customer_id__in=seen(actor, customer_id)).order_by("-recorded_at")[:limit]
    ]


def contested(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    return [
        Happening(
            at=row.at, on=row.at.date(), family=Family.COMMITMENT, kind=f"dispute_{row.kind}", detail=row.body, by_name=row.by_name,
            reason=row.reason,
        )
        for row in disputes.happenings(actor, customer_id)[:limit]
    ]  # fmt: skip


def notes(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    if not actor.may(Permission.NOTE_VIEW):
        return []
    beside: dict[int | None, list[FileRef]] = defaultdict(list)
    for file in customers.attachments(actor, customer_id, limit=limit):
        beside[file.note_id].append(FileRef(file.id, file.name, file.size))
    return [
        Happening(
            at=row.written_at, on=row.written_at.date(), family=Family.NOTE, kind="restricted_note" if row.is_restricted else "note",
            detail=row.body, by_name=row.written_by_name, files=tuple(beside[row.id]),
        )
        for row in customers.notes(actor, customer_id, limit=limit)
    ]  # fmt: skip


def attached(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    """Return the files put on the file by themselves; those beside a note are told with it."""
    if not actor.may(Permission.NOTE_VIEW):
        return []
    return [
        Happening(
            at=row.attached_at, on=row.attached_at.date(), family=Family.FILE, kind="attachment", by_name=row.attached_by_name,
            files=(FileRef(row.id, row.name, row.size),),
        )
        for row in customers.attachments(actor, customer_id, limit=limit)
        if row.note_id is None
    ]  # fmt: skip


def holds(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    return [
        Happening(
            at=row.recorded_at, on=row.from_on, family=Family.NOTE, kind="hold_lifted" if row.lifted_at else "hold", until=row.until_on,
            reason=row.reason, detail=row.comment, by_name=row.set_by_name,
        )
        for row in Hold.objects.filter(customer_id__in=seen(actor, customer_id)).order_by("-recorded_at")[:limit]
    ]  # fmt: skip


def decisions(actor: Actor, customer_id: int, limit: int) -> Iterable[Happening]:
    """Return the steps that ended without a message or a call of ours: tasks done, steps left undone, drafts in hand or taken back."""
    told = dunning.told_actions_of(actor, customer_id)
    steps = [
        Happening(
            at=at_noon(row.ended_on or row.decided_on), on=row.ended_on or row.decided_on, family=Family.NOTE, kind="step", state=row.state,
            channel=row.channel, level=row.level, amount=row.net_amount, currency=row.currency,
            detail=row.result or kept_refusal_text(row.reason.get("failed"), gettext),
        )
        for row in told[:limit]
        if row.state in TOLD_STATES or (row.state == "done" and row.channel not in TOLD)
    ]  # fmt: skip
    return [*steps, *(taken_back(row) for row in told[:limit] if row.state == "withdrawn")]


def taken_back(row: ActionView) -> Happening:
    """Tell what a person took back before it left, and why."""
    said = row.reason["withdrawn"]
    at = datetime.fromisoformat(said["at"])
    return Happening(
        at=at, on=at.date(), family=Family.NOTE, kind="step", state="withdrawn", channel=row.channel, level=row.level,
        amount=row.net_amount, currency=row.currency, detail=said["why"], by_name=said["by"],
    )  # fmt: skip


READS: dict[Family, tuple[Read, ...]] = {
    Family.MONEY: (money,),
    Family.MESSAGE: (sent, reworded, registered, deposits, complaints, came, texted),
    Family.CALL: (contacts,),
    Family.COMMITMENT: (promises, plans, contested),
    Family.NOTE: (notes, holds, decisions),
    Family.FILE: (attached,),
}
