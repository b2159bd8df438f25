"""The message of a trial: a real draft of today, else one to an invented customer; by the very same renderer."""

from dataclasses import dataclass, replace
from datetime import date

from encaisse.creditors import queries as creditors
from encaisse.creditors.queries import CreditorCard
from encaisse.dunning.queries.composing import Composition, compositions, creditor_block
from encaisse.dunning.queries.planned import ActionView, action_items, planned
from encaisse.kit.actor import Actor, Permission
from encaisse.messages import queries as outbox
from encaisse.messages import rules as messages
from encaisse.messages.rules import Language, MessageData, Rendered
from encaisse.messages.rules.senders import from_name, signed_by
from encaisse.messages.rules.trials import marked
from encaisse.people import queries as people

INVENTED = {"email": "REMIND1_EMAIL", "sms": "SMS_OVERDUE", "letter": "CEO_LETTER", "fax": "CEO_LETTER"}
FEW = 200


@dataclass(frozen=True, slots=True)
class Trial:
    """A message as it would leave, marked as a trial."""

    unmarked: Rendered
    rendered: Rendered
    content: MessageData
    creditor: CreditorCard
    sender_address: str
    draft: ActionView | None

    @property
    def sender_name(self) -> str:
        return from_name(self.content.sender, self.creditor.short_name or self.creditor.name)


def trial(actor: Actor, creditor_id: int, channel: str, *, on: date, language: Language = "fr") -> Trial:
    """Prepare what a person sends to themselves; refuse what would be refused for a customer."""
    card = outbox.may_try(actor, creditor_id)
    if found := draft_of_today(actor, creditor_id, channel, on=on):
        content, template_code, sender = found.content, found.action.template_code, found.sender_address
    else:
        content = invented(actor, card, language)
        template_code, sender = INVENTED[channel], content.sender.email
    template = outbox.template(actor, template_code, content.language)
    rendered = messages.render(template, content)
    return Trial(rendered, marked(rendered, content, name=actor.name), content, card, sender, found.action if found else None)


def draft_of_today(actor: Actor, creditor_id: int, channel: str, *, on: date) -> Composition | None:
    """Return the first draft of a creditor that waits on a channel and lies in the actor's sight."""
    if not actor.may(Permission.CUSTOMER_VIEW):
        return None
    wanted = ["letter", "registered_letter"] if channel == "letter" else [channel]
    waiting, _ = planned(actor, states=["to_approve", "approved"], channels=wanted, size=FEW)
    views = [view for view in waiting if view.creditor_id == creditor_id]
    if not views:
        return None
    return compositions(actor, views[:1], action_items(actor, [views[0].id]), on=on)[0]


def invented(actor: Actor, card: CreditorCard, language: Language) -> MessageData:
    """Return a reminder to an invented customer, in the company's name and signed by the person who asks."""
    me = people.own_card(actor)
    sender = signed_by(me, outbox.senders_of_people(actor, [me.id]).get(me.id), phone=card.phone)
    block = creditor_block(actor, creditors.creditor(actor, card.id))
    return replace(messages.sample(language), creditor=block, sender=sender)
