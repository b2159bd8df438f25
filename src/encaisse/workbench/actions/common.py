"""One call for several companies, noted once: each account has its own step, its own promise, its own line of audit and of story."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction

from encaisse.customers import queries as customers
from encaisse.db.clock import now
from encaisse.dunning import queries as dunning
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.workbench.actions.gestures import Made, NotedCall, note_for
from encaisse.workbench.queries.items import overdue
from encaisse.workbench.rules.calls import Outcome, check_outcome
from encaisse.workbench.rules.common import Answer, outcome_of


@transaction.atomic
def note_common_call(
    actor: Actor, customer_id: int, outcome: Outcome, others: Sequence[Answer], *, on: date, action_id: int | None = None
) -> list[NotedCall]:
    """Note one call for the account that leads and for the others it was made for: all of them, or none."""
    actor.must(Permission.ACTION_CREATE)
    check_outcome(outcome)
    answers = [Answer(customer_id=customer_id, action_id=action_id), *others]
    check_planned(actor, answers)
    files = [customers.customer(actor, each.customer_id) for each in answers]
    ticked = {each.customer_id: ticked_at(actor, each.customer_id, outcome, on=on) for each in others}
    theirs = {item_id for ids in ticked.values() for item_id in ids}
    own = tuple(item_id for item_id in outcome.item_ids if item_id not in theirs)
    first = replace(outcome, item_ids=own, disputes=outcome.disputes and bool(own), copies=outcome.copies and bool(own))
    made = Made(now(), len(answers))
    noted = [note_for(actor, files[0], first, on=on, action_id=action_id, made=made)]
    beside = replace(made, common_id=noted[0].call_id)
    for answer, file in zip(others, files[1:], strict=True):
        told = outcome_of(outcome, answer, ticked[answer.customer_id])
        noted.append(note_for(actor, file, told, on=on, action_id=answer.action_id, made=beside))
    return noted


def check_planned(actor: Actor, answers: Sequence[Answer]) -> None:
    """Lock the planned calls in a fixed order, and see that each is of its customer: two colleagues noting at once wait for each other."""
    locked = {each.pk: each.customer_id for each in dunning.locked_actions(actor, [each.action_id for each in answers if each.action_id])}
    if any(each.action_id and locked.get(each.action_id) != each.customer_id for each in answers):
        raise NotFound(what="action")


def ticked_at(actor: Actor, customer_id: int, outcome: Outcome, *, on: date) -> tuple[int, ...]:
    """Return the ticked items that are another account's own."""
    known = {item.id for item in overdue(actor, customer_id, on=on)} if outcome.item_ids else set()
    return tuple(item_id for item_id in outcome.item_ids if item_id in known)
