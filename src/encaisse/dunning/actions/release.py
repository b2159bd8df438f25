"""Two-stage release: decide again at the moment of sending, render, hand frozen bytes to messages; then learn what became of them."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from encaisse.audit.actions import write_audits
from encaisse.audit.rules import Deed
from encaisse.creditors import queries as creditors
from encaisse.customers.actions import touch
from encaisse.db import execute_sql, run_sql
from encaisse.db.clock import now, today
from encaisse.db.jobs import enqueue
from encaisse.dunning import queries
from encaisse.dunning.actions.addresses import free_addresses, take_address
from encaisse.dunning.actions.approve import deed
from encaisse.dunning.actions.book import Book, LiveDraft
from encaisse.dunning.actions.joint import stand_alone
from encaisse.dunning.actions.run import decision_of, let_wait
from encaisse.dunning.actions.steps import end_steps_of, leave_unsaid
from encaisse.dunning.actions.unknown import settle_unknown_actions
from encaisse.dunning.models import ActionState, PlannedAction
from encaisse.dunning.queries.composing import Composition
from encaisse.dunning.queries.making import copy_for_payer, outgoing_of
from encaisse.dunning.queries.planned import ActionView
from encaisse.dunning.rules import Act, Decision, Reason
from encaisse.dunning.rules.scenario import WRITTEN, Channel
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import Refusal, kept_refusal
from encaisse.messages import actions as messages
from encaisse.messages import queries as outbox

BATCH = 200
# A message that could not leave by the end of its working day says things that may no longer be true.
LATEST = timedelta(hours=20)


@dataclass(slots=True)
class Released:
    """How many messages were handed over, taken back because the facts changed, or could not be made (and why)."""

    queued: int = 0
    withdrawn: int = 0
    failed: int = 0


def release(actor: Actor, *, on: date | None = None, action_ids: Sequence[int] | None = None) -> Released:
    """Hand over every approved message whose slot has come, each on its creditor's own today unless a day is said (rule 24).

    Commits batch by batch; safe to call again at any moment.
    """
    actor.must(Permission.MESSAGE_APPROVE)
    released = Released()
    for creditor_id, ids in releasable(actor, action_ids, on=on or today()).items():
        for start in range(0, len(ids), BATCH):
            release_batch(actor, creditor_id, ids[start : start + BATCH], released, asked=on)
    return released


def day_of_release(actor: Actor, creditor_id: int, asked: date | None) -> date:
    return asked or creditors.today_of(actor, creditor_id)


def day_decided(actor: Actor, creditor_id: int, asked: date | None) -> date:
    """Return the day to decide again for: the day of the release, or that of a demonstration company run on another one."""
    if creditors.creditor(actor, creditor_id).is_demonstration:
        return queries.day_of(actor, creditor_id)
    return day_of_release(actor, creditor_id, asked)


def releasable(actor: Actor, action_ids: Sequence[int] | None, *, on: date) -> dict[int, list[int]]:
    rows = PlannedAction.objects.filter(state=ActionState.APPROVED, channel__in=[channel.value for channel in WRITTEN])
    rows = rows.filter(Q(not_before__isnull=True) | Q(not_before__lte=now()))
    rows = rows.exclude(approved_by=None, creditor_id__in=list(queries.supervised(actor)))
    rows = rows.exclude(pk__in=[row.id for row in run_sql("dunning.waiting_for_leader", on=on)])
    if not actor.all_creditors:
        rows = rows.filter(creditor_id__in=actor.creditors)
    if action_ids is not None:
        rows = rows.filter(pk__in=list(action_ids))
    found: dict[int, list[int]] = {}
    for creditor_id, action_id in rows.order_by("creditor_id", "id").values_list("creditor_id", "id"):
        found.setdefault(creditor_id, []).append(action_id)
    return found


@transaction.atomic
def release_batch(actor: Actor, creditor_id: int, action_ids: Sequence[int], released: Released, *, asked: date | None) -> None:
    on, day = day_of_release(actor, creditor_id, asked), day_decided(actor, creditor_id, asked)
    actions = [action for action in queries.locked_actions(actor, action_ids) if action.state == ActionState.APPROVED]
    actions = within_hours(actor, actions)
    still_true = confirm(actor, actions, released, on=day)
    stand_alone(Q(joins_id__in=[action.pk for action in actions if action.pk not in still_true]))
    by_id = {action.pk: action for action in actions}
    joined = confirm_joined(actor, {pk: by_id[pk] for pk in still_true}, released, asked=asked)
    views = queries.planned(actor, states=["approved"], ids=still_true, size=BATCH)[0]
    items = queries.action_items(actor, still_true)
    for composition in queries.with_joined(actor, queries.compositions(actor, views, items, on=day), joined, on=day):
        hand_over(actor, by_id[composition.action.id], composition, released, on=on, day=day)
    write_audits(actor, [deed(by_id[action_id], "action.released") for action_id in still_true])
    enqueue("messages.deliver", once="messages.deliver")


def within_hours(actor: Actor, actions: Sequence[PlannedAction]) -> list[PlannedAction]:
    """Keep what may leave now; an SMS waits, still approved, for the hours of its customer, and is decided again then."""
    texts = {action.customer_id for action in actions if action.channel == Channel.SMS}
    openings = outbox.sms_openings(actor, texts, at=now()) if texts else {}
    late = {
        action.pk: openings[action.customer_id]
        for action in actions
        if action.channel == Channel.SMS and openings[action.customer_id] > now()
    }
    for action_id, opens_at in late.items():
        PlannedAction.objects.filter(pk=action_id).update(not_before=opens_at)
    return [action for action in actions if action.pk not in late]


def confirm(actor: Actor, actions: Iterable[PlannedAction], released: Released, *, on: date) -> list[int]:
    """Decide again about each payer; what is no longer due is taken back, what changed is drafted anew, the rest may leave."""
    by_creditor: dict[int, list[PlannedAction]] = {}
    for action in actions:
        by_creditor.setdefault(action.creditor_id, []).append(action)
    kept: list[int] = []
    for creditor_id, group in by_creditor.items():
        reading = queries.reading(
            actor, creditor_id, on=on, facts_true_until=queries.facts_true_until(actor, creditor_id), stale_accepted=True
        )
        book = Book(creditor_id=creditor_id, run_id=None, on=on, decided_at=queries.oldest_unfinished_instant())
        payers = {payer.state.payer_id: payer for payer in queries.payer_states(actor, reading, [action.customer_id for action in group])}
        for action in group:
            payer = payers[action.customer_id]
            decision = decision_of(payer, on=on)
            if is_same_step(action, decision):
                draft = LiveDraft(action.pk, action.step_key, action.planned_since, action.signature, action.decided_on)
                kept.append(refresh(book, payer, decision, draft))
            else:
                book.note(payer, decision, LiveDraft(action.pk, "", action.planned_since, "", action.decided_on))
                released.withdrawn += 1
        book.write()
    return kept


def confirm_joined(actor: Actor, leaders: Mapping[int, PlannedAction], released: Released, *, asked: date | None) -> dict[int, list[int]]:
    """Decide again about those who speak through these messages; who deserves it no more, or another hand let leave, stays out."""
    found = queries.joining(actor, leaders)
    supervised = queries.supervised(actor)
    stopped = outbox.stopped_creditors(actor)
    joining = queries.locked_actions(actor, [pk for ids in found.values() for pk in ids])
    ready = [
        each
        for each in joining
        if (leader := leaders.get(each.joins_id or 0)) and is_in_same_hand(each, leader, supervised) and each.creditor_id not in stopped
    ]
    kept: set[int] = set()
    for creditor_id in sorted({each.creditor_id for each in ready}):
        own = [each for each in ready if each.creditor_id == creditor_id]
        kept |= set(confirm(actor, own, released, on=day_decided(actor, creditor_id, asked)))
    return {leader_id: [pk for pk in ids if pk in kept] for leader_id, ids in found.items()}


def is_in_same_hand(action: PlannedAction, leader: PlannedAction, supervised: Container[int]) -> bool:
    """Tell whether one person, or nobody at all, let both leave: a message says for each creditor what its reader was shown."""
    is_trusted = action.approved_by is not None or action.creditor_id not in supervised
    return action.state == ActionState.APPROVED and action.approved_by == leader.approved_by and is_trusted


def is_same_step(action: PlannedAction, decision: Decision) -> bool:
    """Tell whether what a person approved is still what is due: the same step, the same channel, the same legal debtor."""
    if not isinstance(decision, Act):
        return False
    return (decision.step.key, decision.channel.value, decision.debtor_id) == (action.step_key, action.channel, action.debtor_id)


def refresh(book: Book, payer: queries.ReadPayer, decision: Decision, draft: LiveDraft) -> int:
    """Bring a draft that is still due up to date with the facts of this moment: same action, today's items and amounts."""
    assert isinstance(decision, Act)  # noqa: S101 - asked by is_same_step
    book.rewrite(payer, decision, draft)
    return draft.id


def hand_over(actor: Actor, action: PlannedAction, composition: Composition, released: Released, *, on: date, day: date) -> None:
    """Freeze one message and queue it; a message that cannot be made stays visible as failed, with the reason."""
    try:
        outgoing = outgoing_of(actor, composition, on=day, not_before=action.not_before, not_after=latest(composition, on))
    except Refusal as refusal:
        fail(actor, action, kept_refusal(refusal))
        released.failed += 1
        return
    if outgoing.channel.value in {"email", "sms", "fax"} and not take_address(outgoing.address_digest, action, on=on):
        PlannedAction.objects.filter(pk=action.pk).update(state=ActionState.WITHDRAWN, result="address taken")
        leave_unsaid([action.pk], Reason.ADDRESS_TAKEN)
        stand_alone(Q(joins_id=action.pk))
        released.withdrawn += 1
        return
    message_id = messages.queue_message(actor, outgoing)
    if copy := copy_for_payer(actor, composition, on=day):
        messages.queue_message(actor, copy)
    leaving = [action.pk, *(each.action.id for each in composition.joined)]
    PlannedAction.objects.filter(pk__in=leaving).update(state=ActionState.SENDING, message_id=message_id, decided_on=day)
    left_out = PlannedAction.objects.filter(joins_id=action.pk, state__in=[ActionState.TO_APPROVE, ActionState.APPROVED])
    let_wait(dict(left_out.values_list("pk", "customer_id")), on=day)
    write_audits(actor, [deed_of_joined(each.action, leader=action.pk) for each in composition.joined])
    released.queued += 1


def deed_of_joined(action: ActionView, *, leader: int) -> Deed:
    return Deed(
        did="action.released", subject_kind="action", subject_id=action.id, creditor_id=action.creditor_id,
        customer_id=action.customer_id, change={"joins": str(leader)},
    )  # fmt: skip


def latest(composition: Composition, on: date) -> datetime | None:
    """Return the instant after which the message must not leave any more; letters wait for their printer."""
    if composition.action.channel not in {"email", "sms", "fax"}:
        return None
    return datetime.combine(on, time(), ZoneInfo(composition.creditor.timezone)) + LATEST + timedelta(days=1)


def fail(actor: Actor, action: PlannedAction, why: dict[str, Any]) -> None:
    PlannedAction.objects.filter(pk=action.pk).update(state=ActionState.FAILED, reason={**action.reason, "failed": why}, approved_by=None)
    stand_alone(Q(joins_id=action.pk))
    leave_unsaid([action.pk], Reason.NOT_SENT)
    write_audits(actor, [deed(action, "action.failed", why=str(why.get("name", "")))])


@transaction.atomic
def settle(actor: Actor) -> int:
    """Learn what became of the messages handed over: their steps end as done, or are open again. Returns how many were settled."""
    known_since = settle_unknown_actions(actor)
    rows = run_sql("dunning.messages_to_settle")
    states = outbox.message_states(actor, [row.message_id for row in rows])
    settled: list[int] = []
    for state, ended in (("sent", True), ("unknown", True), ("failed", False), ("withdrawn", False)):
        found = [row for row in rows if str(states.get(row.message_id)) == state]
        ids = [row.id for row in found]
        if not ids:
            continue
        if ended:
            for day in {row.dated_on for row in found}:
                of_the_day = [row.id for row in found if row.dated_on == day]
                end_steps_of(of_the_day, how="done", on=day)
                execute_sql("dunning.settle_actions", ids=of_the_day, state=state, on=day)
        else:
            free_addresses(ids)
            execute_sql("dunning.settle_actions", ids=ids, state=state, on=None)
            leave_unsaid(ids, Reason.NOT_SENT)
        touch([row.customer_id for row in found])
        settled += ids
    return len(settled) + known_since
