"""« Relance commune »: one message that speaks for several creditors, each with its own block: name, items, total, IBAN."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.rules.payees import grouped_iban, lines_of_factors, own_payee, paid_to
from encaisse.messages.rules.rendering import Block, Paragraph, Rendered, as_text, rendered_as
from encaisse.messages.rules.tables import items_table
from encaisse.messages.rules.values import Language, MessageData

ALSO: dict[Language, str] = {
    "fr": "Ce message vaut aussi pour les créanciers ci-dessous ; chacun se règle sur son propre IBAN.",
    "en": "This message also speaks for the creditors below; each is paid to its own IBAN.",
}
# What the level of a block says, in one sentence: courtesy, R1, R2, R3. Formal notices never join another message.
SAID: dict[Language, tuple[str, ...]] = {
    "fr": (
        "Pour mémoire, voici ce qui arrive à échéance.",
        "Sauf erreur de notre part, ces factures ont dépassé leur échéance.",
        "Malgré un premier rappel, ces factures restent à régler.",
        "Malgré plusieurs rappels, ces factures restent impayées : merci de les régler sans délai.",
    ),
    "en": (
        "For the record, here is what falls due.",
        "Unless we are mistaken, these invoices are past their due date.",
        "Despite a first reminder, these invoices are still to be paid.",
        "Despite several reminders, these invoices remain unpaid: please pay them without delay.",
    ),
}
ASKED_OF: dict[Language, str] = {"fr": "Votre interlocuteur : {who}", "en": "Your contact: {who}"}


class SpeaksForOthers(Refusal):
    sentence = gettext_noop(
        "This message also speaks for companies whose customers you may not see: its file, and what goes with it, are for whoever sees "
        "them all. What it says of your customer is on its page."
    )


class JointPart(NamedTuple):
    """What another creditor says in a joint message."""

    level: int
    content: MessageData


def with_joint_parts(rendered: Rendered, parts: Sequence[JointPart], content: MessageData) -> Rendered:
    """Return a message followed by one block for each creditor that joins it, in the language of the message."""
    if not parts:
        return rendered
    beside = [block for part in parts for block in spoken_by(part, content)]
    blocks = (*led_by(rendered, content), Paragraph((ALSO[content.language],)), *beside)
    return rendered_as(rendered.subject, blocks, rendered.template, content)


def words_apart(rendered: Rendered, parts: Sequence[JointPart], content: MessageData) -> tuple[str, ...]:
    """Return what a joint message says for each creditor alone, the one that leads first: whoever may not see the others reads that."""
    return (as_text(led_by(rendered, content)), *(as_text(spoken_by(part, content)) for part in parts))


def led_by(rendered: Rendered, content: MessageData) -> tuple[Block, ...]:
    """Return the blocks of the creditor that leads. A first reminder may not name where to pay: beside other creditors, it must."""
    first = () if grouped_iban(content.creditor.iban) in rendered.text else (Paragraph((paid_to(own_payee(content), content),)),)
    return (*rendered.blocks, *first)


def spoken_by(part: JointPart, content: MessageData) -> tuple[Block, ...]:
    return blocks_of_part(part.level, replace(part.content, language=content.language))


def blocks_of_part(level: int, content: MessageData) -> tuple[Block, ...]:
    creditor, language = content.creditor, content.language
    sender = content.sender
    who = " – ".join(part for part in (sender.name, sender.phone or creditor.phone, sender.email or creditor.email) if part)
    closing = (
        paid_to(own_payee(content), content),
        *lines_of_factors(content),
        *((ASKED_OF[language].format(who=who),) if who else ()),
        *((creditor.footer,) if creditor.footer else ()),
    )
    return (Paragraph((f"— {creditor.name} —", SAID[language][level])), items_table(content), Paragraph(closing))
