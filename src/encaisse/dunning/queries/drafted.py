"""The text of one draft, to be edited as its customer will read it."""

from dataclasses import dataclass, replace
from datetime import date

from encaisse.dunning.models import PlannedAction
from encaisse.dunning.queries.composing import compositions
from encaisse.dunning.queries.planned import action, action_items
from encaisse.dunning.rules import drafted as rules
from encaisse.dunning.rules.drafted import Change, TextPiece
from encaisse.kit.actor import Actor
from encaisse.messages import queries as outbox
from encaisse.messages.rules import MessageData, Template


@dataclass(frozen=True, slots=True)
class DraftText:
    """The text of a draft as it would leave now, the template's own, and what the draft asked when it was read."""

    action_id: int
    template: Template
    original: Template
    content: MessageData
    signature: str
    is_edited: bool
    written_by_name: str = ""

    @property
    def subject(self) -> tuple[TextPiece, ...]:
        return rules.pieces(self.template.subject, "", self.content)

    @property
    def body(self) -> tuple[TextPiece, ...]:
        return rules.pieces(self.template.body, self.original.body, self.content)

    def typed(self, subject: str, body: str) -> "DraftText":
        """Return the same draft with the words a person is typing."""
        return replace(self, template=replace(self.template, subject=subject, body=body))

    def changed_to(self, other: Template) -> tuple[Change, ...]:
        """Return what another text takes out and puts in, as the customer would read it."""
        one, two = (rules.as_read(f"{each.subject}\n{each.body}", self.content) for each in (self.template, other))
        return rules.changes(one, two)


def draft_text(actor: Actor, action_id: int, *, on: date) -> DraftText:
    """Return the text of one draft, its conditions settled for its customer."""
    view = action(actor, action_id)
    composition = compositions(actor, [view], action_items(actor, [action_id]), on=on)[0]
    content, own = composition.content, composition.wording
    original = outbox.template(actor, view.template_code, content.language, at=view.text_seen_at)
    template = own.worded(original, step_key=view.step_key) if own else original
    signature = PlannedAction.objects.values_list("signature", flat=True).get(pk=view.id)
    return DraftText(
        action_id, rules.settled(template, content), rules.settled(original, content), content, signature, template is not original,
        own.written_by_name if own else "",
    )  # fmt: skip
