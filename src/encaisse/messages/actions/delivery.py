"""Out of the outbox, never twice.

A message is marked as on its way, and that is committed, before a word is spoken to the other side; its outcome is committed
after the answer. A process that dies in between leaves a message nobody knows about, and only a person decides what to do
with it. A living process holds an advisory lock named in its claims: the database itself knows who died.
"""

import contextlib
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from encaisse.audit.actions import write_audits
from encaisse.audit.rules import Deed
from encaisse.db import run_sql
from encaisse.db.clock import now
from encaisse.files.queries import content
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import gettext_noop
from encaisse.messages import queries
from encaisse.messages.actions.bounces import mark_bounced
from encaisse.messages.actions.channels import note_health
from encaisse.messages.actions.contacts import dated, touch_who_knows
from encaisse.messages.actions.joint import touch_all
from encaisse.messages.actions.postman import Parcel, Postman
from encaisse.messages.models import Message
from encaisse.messages.rules import LEFT, LETTERS, Attempt, Channel, Delivered, MessageState, Outcome, retry_after, state_after
from encaisse.messages.rules.bounces import refused_outright

LOST = gettext_noop("The program stopped while this message was leaving: nobody knows whether it left.")
TOO_LATE = gettext_noop("Its last moment had passed.")
OUTSIDE_HOURS = gettext_noop("It waits for the hours at which this customer may be reached by SMS.")
CLAIMER_BITS = 62


class InsideTransactionError(RuntimeError):
    """Delivering commits as it goes: inside a transaction nothing would be certain."""


def deliver_ready(actor: Actor, limit: int | None = None) -> Delivered:
    """Deliver what is ready, one message at a time, and say what became of each."""
    actor.must(Permission.ACTION_SEND_TEMPLATE)
    if connection.in_atomic_block:
        raise InsideTransactionError
    tally: Counter[str] = Counter()
    with claiming() as claimer, contextlib.closing(Postman(actor)) as postman:
        tally["unknown"] += mark_lost(actor)
        tally["withdrawn"] += withdraw_expired(actor)
        for claimed in claims(actor, claimer, limit):
            tally[deliver(actor, postman, claimed, claimer)] += 1
    return Delivered(**tally, waiting=queries.waiting_count(actor))


@contextlib.contextmanager
def claiming() -> Iterator[int]:
    """Give this process a name that dies with it."""
    claimer = secrets.randbits(CLAIMER_BITS)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [claimer])
    try:
        yield claimer
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [claimer])


def claims(actor: Actor, claimer: int, limit: int | None) -> Iterator[Any]:
    taken = 0
    while (limit is None or taken < limit) and (claimed := claim_next(actor, claimer)):
        taken += 1
        yield claimed


@transaction.atomic
def claim_next(actor: Actor, claimer: int) -> Any | None:
    """Take the next message whose slot has come, mark it, and open its attempt."""
    found = run_sql(
        "messages.claim_next",
        now=now(),
        claimer=claimer,
        all_creditors=actor.all_creditors,
        creditors=sorted(actor.creditors),
        resting=resting(),
    )
    if not found:
        return None
    if minute_limit() and found[0].channel not in LETTERS:
        run_sql("messages.count_for_sender", address=found[0].sender, now=now())
    return found[0]


def minute_limit() -> int:
    """Return how many messages one address may send in a minute; 0 is no limit, and a trap needs none."""
    return int(settings.SENDER_MINUTE_LIMIT) if settings.OUTBOUND == "live" else 0


def resting() -> list[str]:
    if not (limit := minute_limit()):
        return []
    return [found.address for found in run_sql("messages.resting_senders", minute_limit=limit, now=now())]


def deliver(actor: Actor, postman: Postman, claimed: Any, claimer: int) -> str:
    """Hand one claimed message over and write down what became of it."""
    if opens_at := closed_until(actor, claimed):
        settle(actor, claimed, Attempt(Outcome.PUT_OFF, OUTSIDE_HOURS), claimer, not_before=opens_at)
        return "retried"
    kept = content(actor, claimed.rendered_sha256)
    parcel = Parcel(
        claimed.creditor_id,
        claimed.channel,
        claimed.sender,
        claimed.recipient,
        kept,
        f"m{claimed.id}",
        claimed.return_path,
        claimed.dated_on,
    )
    attempt = postman.hand_over(parcel)
    settle(actor, claimed, attempt, claimer)
    return counted_as(attempt, claimed.attempts)


def closed_until(actor: Actor, claimed: Any) -> datetime | None:
    """Return when a customer may be reached by SMS again, None when they may now."""
    if claimed.channel != Channel.SMS or settings.OUTBOUND != "live":
        return None
    opens_at = queries.sms_openings(actor, [claimed.customer_id], at=now()).get(claimed.customer_id)
    return opens_at if opens_at and opens_at > now() else None


def counted_as(attempt: Attempt, attempts: int) -> str:
    if attempt.outcome is Outcome.TRAPPED:
        return "trapped"
    state = state_after(attempt.outcome, attempts=attempts)
    return {MessageState.READY: "retried"}.get(state, state.value)


@transaction.atomic
def settle(actor: Actor, claimed: Any, attempt: Attempt, claimer: int, *, not_before: datetime | None = None) -> None:
    """Write the outcome down; a claim that was taken for lost is found again only by certainty.

    An address refused outright, for nobody has it, is as good as a mail that came back.
    """
    state = state_after(attempt.outcome, attempts=claimed.attempts)
    wait = retry_after(claimed.attempts) if state is MessageState.READY else None
    run_sql(
        "messages.settle",
        id=claimed.id,
        claimer=claimer,
        state=state.value,
        outcome=attempt.outcome.value,
        detail=attempt.detail,
        provider_id=attempt.provider_id,
        was_trapped=attempt.outcome is Outcome.TRAPPED,
        has_left=attempt.outcome in LEFT,
        now=now(),
        happened_at=dated(now(), claimed.dated_on),
        not_before=not_before or (now() + wait if wait else None),
    )
    if not_before is None:
        note_health(claimed.creditor_id, claimed.channel, attempt)
    if attempt.outcome in LEFT:
        touch_who_knows(message_ids=[claimed.id])
    elif state is not MessageState.READY:
        touch_all([claimed.customer_id], [claimed.id])
    if attempt.outcome is Outcome.REFUSED and (bounce := refused_outright(claimed.recipient, attempt.detail)):
        mark_bounced(actor, Message.objects.get(pk=claimed.id), bounce, at=now())


@transaction.atomic
def mark_lost(actor: Actor) -> int:
    """Show a person the messages whose process died on the way."""
    lost = run_sql("messages.lost_claims", detail=LOST)
    tell(actor, "messages.unknown", lost)
    return len(lost)


@transaction.atomic
def withdraw_expired(actor: Actor) -> int:
    """Take back what waited past its last moment."""
    late = run_sql("messages.withdraw_expired", now=now(), detail=TOO_LATE)
    tell(actor, "messages.withdraw", late)
    return len(late)


def tell(actor: Actor, did: str, messages: Iterable[Any]) -> None:
    found = list(messages)
    deeds = [Deed(did, "message", message.id, message.creditor_id, message.customer_id) for message in found]
    if deeds:
        touch_all([message.customer_id for message in found], [message.id for message in found])
        write_audits(actor, deeds)
