"""What the post says of a letter: its number, its presentation, its end, or that nobody lives there (rules 7 and 19)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from encaisse.audit.actions import write_audits
from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.actions import set_health, touch
from encaisse.customers.models import Health
from encaisse.customers.rules.notes import NewAttachment, check_attachments, plain_name
from encaisse.db import execute_sql
from encaisse.db.clock import now
from encaisse.dunning import queries
from encaisse.dunning.actions.approve import deed
from encaisse.dunning.actions.signals import raise_signal, with_words
from encaisse.dunning.actions.steps import reopen_steps_of
from encaisse.dunning.models import ActionState, LetterFact, PlannedAction, Signal
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.dunning.rules.presentations import check_presentation, check_unknown_address, first_presented, tracking_number
from encaisse.dunning.rules.progress import CAME_BACK, Presentation, stands_as_presented
from encaisse.files.actions import keep, link
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound

ROLE = "letter_proof"
UNKNOWN_THERE = "unknown at this address"


@dataclass(frozen=True, slots=True)
class LetterWord:
    """What the post said, on which day, under which number, with which proof."""

    outcome: Presentation
    on: date
    number: str = ""
    proof: NewAttachment | None = None
    words: str = ""


@transaction.atomic
def note_presentation(
    actor: Actor,
    action_id: int,
    *,
    outcome: Presentation,
    presented_on: date,
    number: str = "",
    proof: NewAttachment | None = None,
    words: str = "",
) -> int:
    """Note what the post says of a letter. Refused and unclaimed stand as presented; what came back reopens its step."""
    actor.must(Permission.ACTION_CREATE)
    action = next(iter(queries.locked_actions(actor, [action_id])), None)
    if action is None:
        raise NotFound(what="letter")
    word = LetterWord(outcome, presented_on, tracking_number(number), proof, words)
    today = creditors.today_of(actor, action.creditor_id)
    check_presentation(
        channel=action.channel, state=action.state, posted_on=action.ended_on, presented_on=presented_on, today=today, outcome=outcome
    )
    known_on = queries.presented_on(actor, action.pk)
    check_unknown_address(outcome, known_on)
    fact_id = keep_fact(actor, action, word)
    if stands_as_presented(outcome):
        stand_as_presented(actor, action, outcome, first_presented(known_on, presented_on))
    elif outcome in CAME_BACK:
        come_back(actor, action, outcome, presented_on, words=words)
    touch([action.customer_id])
    write_audits(actor, [deed(action, "letter.presented", outcome=outcome.value, on=presented_on.isoformat(), number=word.number)])
    return fact_id


def keep_fact(actor: Actor, action: PlannedAction, word: LetterWord, **more: Any) -> int:
    kept: dict[str, Any] = more
    if word.proof:
        check_attachments([word.proof])
        sha256 = keep(actor, word.proof.content, word.proof.media_type)
        link(actor, sha256, creditor_id=action.creditor_id, customer_id=action.customer_id, role=ROLE)
        kept |= {"proof_id": sha256, "proof_name": plain_name(word.proof.name)}
    is_returned = word.outcome is Presentation.UNKNOWN_ADDRESS
    return LetterFact.objects.create(
        creditor_id=action.creditor_id, customer_id=action.customer_id, planned_action_id=action.pk, message_id=action.message_id,
        outcome=word.outcome.value,
        happened_on=word.on, tracking_number=word.number, recipient=queries.recipient_of(actor, action) if is_returned else "",
        words=word.words[:400],
        noted_by=actor.user_id, noted_by_name=actor.name[:120], noted_at=now(), **kept,
    ).pk  # fmt: skip


def stand_as_presented(actor: Actor, action: PlannedAction, outcome: Presentation, on: date) -> None:
    execute_sql("dunning.note_presented", action_id=action.pk, presented_on=on)
    PlannedAction.objects.filter(pk=action.pk).update(result=outcome.value)
    task_is_done(actor, action)


def come_back(actor: Actor, action: PlannedAction, outcome: Presentation, on: date, *, words: str = "") -> None:
    """Take the step back, and ask for another address, which reaches nobody if the post says so."""
    reopen_steps_of([action.pk])
    PlannedAction.objects.filter(pk=action.pk).update(state=ActionState.FAILED, result=outcome.value)
    task_is_done(actor, action)
    ask_for_another(
        actor,
        action.customer_id,
        queries.recipient_of(actor, action),
        outcome,
        on,
        words=words,
        lives_there=action.debtor_id or action.customer_id,
    )


def ask_for_another(
    actor: Actor, customer_id: int, recipient: str, outcome: Presentation, on: date, *, words: str = "", lives_there: int | None = None
) -> None:
    """Ask for another address of whom the envelope named: the payer, or the legal debtor (`lives_there`)."""
    if outcome is Presentation.UNKNOWN_ADDRESS:
        for address_id in customers.postal_addresses_like(actor, lives_there or customer_id, recipient):
            set_health(actor, address_id, health=Health.DEAD, on=on, reason=UNKNOWN_THERE)
    raise_signal(actor, customer_id, TaskKind.MESSAGE_BOUNCED, on=on, comment=with_words(", ".join(recipient.splitlines()), words))


def task_is_done(actor: Actor, action: PlannedAction) -> None:
    Signal.objects.filter(customer_id=action.customer_id, kind=TaskKind.PRESENTATION_DATE_MISSING, done_at__isnull=True).update(
        done_at=now(), done_by=actor.user_id
    )
