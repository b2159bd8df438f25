"""The texts people gave to drafts."""

from collections.abc import Iterable
from dataclasses import dataclass

from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.dunning.models import DraftWording, PlannedAction
from encaisse.dunning.rules.wordings import Wording
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import NotFound
from encaisse.messages import queries as outbox
from encaisse.messages.rules import Template


@dataclass(frozen=True, slots=True)
class DraftText:
    """The text of a draft as it would leave now, the template it comes from, and what the draft asked when it was read."""

    action_id: int
    template: Template
    original: Template
    signature: str
    is_edited: bool
    written_by_name: str = ""


def wordings(actor: Actor, action_ids: Iterable[int]) -> dict[int, Wording]:
    """Return the text in force of each draft that has one of its own."""
    seen = Customer.objects.filter(customers.in_scope(actor)).values("pk")
    rows = DraftWording.objects.filter(planned_action_id__in=list(action_ids), customer_id__in=seen, ended_at=None)
    return {
        row.planned_action_id: Wording(row.step_key, row.language, row.subject, row.body, row.written_by_name, row.written_at)
        for row in rows
    }


def draft_text(actor: Actor, action_id: int) -> DraftText:
    """Return the text of one draft, to be edited."""
    action = PlannedAction.objects.filter(pk=action_id).first()
    if action is None:
        raise NotFound(what="action")
    customer = customers.customer(actor, action.customer_id)
    original = outbox.template(actor, action.template_code, "en" if customer.language == "en" else "fr")
    own = wordings(actor, [action_id]).get(action_id)
    template = own.worded(original, step_key=action.step_key) if own else original
    return DraftText(action_id, template, original, action.signature, template is not original, own.written_by_name if own else "")
