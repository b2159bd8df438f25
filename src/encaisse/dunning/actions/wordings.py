"""A person words one draft otherwise than its template; what they wrote is what leaves."""

from dataclasses import replace

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.customers import queries as customers
from encaisse.db.clock import now
from encaisse.dunning import queries
from encaisse.dunning.models import DraftWording, PlannedAction
from encaisse.dunning.models.wordings import ADDED, TAKEN_OUT
from encaisse.dunning.queries.drafted import DraftText, draft_text
from encaisse.dunning.rules import wordings as rules
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.messages.rules import Template


@transaction.atomic
def word_draft(actor: Actor, action_id: int, *, subject: str, body: str, signature: str) -> None:
    """Keep the text a person gave to a draft, seen as it was when its signature was taken; the audit keeps both texts."""
    actor.must(Permission.MESSAGE_APPROVE)
    action = locked_draft(actor, action_id)
    rules.check_unchanged(seen=signature, now=action.signature)
    shown = draft_text(actor, action_id, on=queries.day_of(actor, action.creditor_id))
    edited = replace(shown.original, subject=" ".join(subject.split()), body=rules.tidy(body))
    is_consumer = customers.customer(actor, action.customer_id).kind == "consumer"
    rules.check_wording(edited, shown.original, is_consumer=is_consumer)
    if edited == shown.template:
        return
    if edited == shown.original:
        go_back(actor, action, shown)
        return
    changed = told(shown, edited)
    end_wording(action)
    DraftWording.objects.create(
        creditor_id=action.creditor_id, customer_id=action.customer_id, planned_action_id=action.pk, step_key=action.step_key,
        language=edited.language, subject=edited.subject, body=edited.body, written_by=actor.user_id, written_by_name=actor.name[:120],
        written_at=now(), changed=changed,
    )  # fmt: skip
    tell(actor, action, before=shown.template, after=edited, changed=changed)


@transaction.atomic
def unword_draft(actor: Actor, action_id: int) -> None:
    """Go back to the template's text."""
    actor.must(Permission.MESSAGE_APPROVE)
    action = locked_draft(actor, action_id)
    shown = draft_text(actor, action_id, on=queries.day_of(actor, action.creditor_id))
    if shown.is_edited:
        go_back(actor, action, shown)


def go_back(actor: Actor, action: PlannedAction, shown: DraftText) -> None:
    end_wording(action, by_name=actor.name[:120])
    tell(actor, action, before=shown.template, after=shown.original, changed=told(shown, shown.original))


def told(shown: DraftText, after: Template) -> list[tuple[str, str]]:
    """Return what a text takes out and puts in, as it is kept."""
    return [(ADDED if change.is_added else TAKEN_OUT, change.words) for change in shown.changed_to(after)]


def locked_draft(actor: Actor, action_id: int) -> PlannedAction:
    found = queries.locked_actions(actor, [action_id])
    if not found:
        raise NotFound(what="action")
    rules.check_editable(channel=found[0].channel, level=found[0].level, state=found[0].state)
    return found[0]


def end_wording(action: PlannedAction, *, by_name: str = "") -> None:
    DraftWording.objects.filter(planned_action_id=action.pk, ended_at=None).update(ended_at=now(), ended_by_name=by_name)


def tell(actor: Actor, action: PlannedAction, *, before: Template, after: Template, changed: list[tuple[str, str]]) -> None:
    write_audit(
        actor, did="action.worded", subject_kind="action", subject_id=action.pk, creditor_id=action.creditor_id,
        customer_id=action.customer_id,
        change={
            "before": {"subject": before.subject, "body": before.body},
            "after": {"subject": after.subject, "body": after.body},
            "changed": changed,
        },
    )  # fmt: skip
