"""A word of the post noted wrongly: what was noted stays, its correction says why, and everything that followed is worked out again."""

from datetime import date

from django.db import transaction

from encaisse.audit.actions import write_audits
from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.actions import set_health, touch
from encaisse.customers.models import Address, Health
from encaisse.db import execute_sql
from encaisse.db.clock import now
from encaisse.dunning import queries
from encaisse.dunning.actions.approve import deed
from encaisse.dunning.actions.presentations import UNKNOWN_THERE, LetterWord, come_back, keep_fact
from encaisse.dunning.actions.steps import end_steps_of
from encaisse.dunning.models import ActionState, LetterFact, PlannedAction, Signal
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.dunning.rules.presentations import FactGone, NoReason, PresentedOutOfTime, Standing, Word, check_unknown_address, standing
from encaisse.dunning.rules.progress import Presentation
from encaisse.dunning.rules.values import StepEnd
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound


@transaction.atomic
def correct_letter_fact(actor: Actor, fact_id: int, *, reason: str, outcome: Presentation | None = None, on: date | None = None) -> int:
    """Correct a word of the post: restate its outcome or its day, or, without either, say that it was never said."""
    actor.must(Permission.ACTION_CREATE)
    fact = LetterFact.objects.filter(pk=fact_id, planned_action_id__isnull=False).first()
    action = next(iter(queries.locked_actions(actor, [fact.planned_action_id or 0])), None) if fact else None
    if fact is None or action is None:
        raise NotFound(what="letter")
    if not reason.strip():
        raise NoReason
    if not fact.stands or LetterFact.objects.filter(corrects_id=fact.pk).exists():
        raise FactGone
    before = standing(standing_words(action.pk))
    restated = outcome is not None or on is not None
    word = LetterWord(outcome or Presentation(fact.outcome), on or fact.happened_on, fact.tracking_number)
    check_day(actor, action, word)
    correction_id = keep_fact(actor, action, word, corrects_id=fact.pk, reason=reason.strip()[:250], stands=restated)
    after = standing(standing_words(action.pk))
    if restated:
        check_unknown_address(word.outcome, after.presented_on)
    follow(actor, action, before, after)
    touch([action.customer_id])
    change = {"fact": str(fact.pk), "was": f"{fact.outcome} {fact.happened_on}", "reason": reason.strip()[:250]}
    write_audits(actor, [deed(action, "letter.corrected", **change, outcome=word.outcome.value if restated else "")])
    return correction_id


def check_day(actor: Actor, action: PlannedAction, word: LetterWord) -> None:
    posted_on = action.ended_on
    if posted_on is None or not posted_on <= word.on <= creditors.today_of(actor, action.creditor_id):
        raise PresentedOutOfTime(posted_on=posted_on)


def standing_words(action_id: int) -> list[Word]:
    """Return what the post said of a letter and nobody corrected since, in the order it was noted."""
    said = list(LetterFact.objects.filter(planned_action_id=action_id).order_by("pk"))
    corrected = {fact.corrects_id for fact in said}
    return [Word(Presentation(fact.outcome), fact.happened_on) for fact in said if fact.stands and fact.pk not in corrected]


def follow(actor: Actor, action: PlannedAction, before: Standing, after: Standing) -> None:
    """Bring the action, its items, the address and the tasks where the words that stand put them."""
    if after.came_back and not before.came_back:
        come_back(actor, action, after.outcome or Presentation.UNKNOWN_ADDRESS, creditors.today_of(actor, action.creditor_id))
    if before.came_back and not after.came_back and action.ended_on is not None:
        PlannedAction.objects.filter(pk=action.pk).update(state=ActionState.SENT)
        end_steps_of([action.pk], how=StepEnd.DONE, on=action.ended_on)
        reaches_again(actor, action)
    if not after.came_back:
        PlannedAction.objects.filter(pk=action.pk).update(result=after.outcome.value if after.outcome else "")
    execute_sql("dunning.note_presented", action_id=action.pk, presented_on=after.presented_on)


def reaches_again(actor: Actor, action: PlannedAction) -> None:
    """Take back what a letter that never came back did: its address may be tried, its task is settled."""
    recipient = queries.recipient_of(actor, action)
    like = customers.postal_addresses_like(actor, action.customer_id, recipient)
    for address_id in Address.objects.filter(pk__in=like, health_reason=UNKNOWN_THERE).values_list("pk", flat=True):
        set_health(
            actor, address_id, health=Health.UNKNOWN, on=creditors.today_of(actor, action.creditor_id), reason="corrected"
        )  # fmt: skip
    where = ", ".join(recipient.splitlines())
    Signal.objects.filter(customer_id=action.customer_id, kind=TaskKind.MESSAGE_BOUNCED, done_at__isnull=True, comment=where[:200]).update(
        done_at=now(), done_by=actor.user_id
    )
