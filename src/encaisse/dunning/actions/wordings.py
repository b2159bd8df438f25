"""A person words one draft otherwise than its template; what they wrote is what leaves."""

from dataclasses import replace

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.customers import queries as customers
from encaisse.db.clock import now
from encaisse.dunning import queries
from encaisse.dunning.models import DraftWording, PlannedAction
from encaisse.dunning.queries.wordings import draft_text
from encaisse.dunning.rules import wordings as rules
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound


@transaction.atomic
def word_draft(actor: Actor, action_id: int, *, subject: str, body: str, signature: str) -> None:
    """Keep the text a person gave to a draft, seen as it was when its signature was taken; the audit keeps both texts."""
    actor.must(Permission.MESSAGE_APPROVE)
    action = locked_draft(actor, action_id)
    rules.check_unchanged(seen=signature, now=action.signature)
    shown = draft_text(actor, action_id)
    edited = replace(shown.original, subject=" ".join(subject.split()), body=rules.tidy(body))
    is_consumer = customers.customer(actor, action.customer_id).kind == "consumer"
    rules.check_wording(edited, shown.original, is_consumer=is_consumer)
    before, after = (shown.template.subject, rules.tidy(shown.template.body)), (edited.subject, edited.body)
    if before == after:
        return
    end_wording(action)
    if after != (shown.original.subject, rules.tidy(shown.original.body)):
        DraftWording.objects.create(
            creditor_id=action.creditor_id, customer_id=action.customer_id, planned_action_id=action.pk, step_key=action.step_key,
            language=edited.language, subject=edited.subject, body=edited.body, written_by=actor.user_id, written_by_name=actor.name[:120],
            written_at=now(),
        )  # fmt: skip
    tell(actor, action, before=before, after=after)


@transaction.atomic
def unword_draft(actor: Actor, action_id: int) -> None:
    """Go back to the template's text."""
    actor.must(Permission.MESSAGE_APPROVE)
    action = locked_draft(actor, action_id)
    shown = draft_text(actor, action_id)
    if shown.is_edited:
        end_wording(action)
        tell(
            actor, action, before=(shown.template.subject, shown.template.body), after=(shown.original.subject, shown.original.body)
        )  # fmt: skip


def locked_draft(actor: Actor, action_id: int) -> PlannedAction:
    found = queries.locked_actions(actor, [action_id])
    if not found:
        raise NotFound(what="action")
    rules.check_editable(channel=found[0].channel, level=found[0].level, state=found[0].state)
    return found[0]


def end_wording(action: PlannedAction) -> None:
    DraftWording.objects.filter(planned_action_id=action.pk, ended_at=None).update(ended_at=now())


def tell(actor: Actor, action: PlannedAction, *, before: tuple[str, str], after: tuple[str, str]) -> None:
    change = {"before": {"subject": before[0], "body": before[1]}, "after": {"subject": after[0], "body": after[1]}}
    write_audit(
        actor, did="action.worded", subject_kind="action", subject_id=action.pk, creditor_id=action.creditor_id,
        customer_id=action.customer_id, change=change,
    )  # fmt: skip
