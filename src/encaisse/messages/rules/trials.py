"""A message one sends to oneself: the very same, and marked so that nobody takes it for a reminder."""

from dataclasses import dataclass
from datetime import datetime

from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.rules.rendering import Paragraph, Rendered, rendered_as
from encaisse.messages.rules.values import Language, MessageData

MARKS: dict[Language, tuple[str, str]] = {
    "fr": ("[Essai]", "Essai : ce message n’a été envoyé qu’à {name}, pour voir. Aucun client ne l’a reçu."),
    "en": ("[Trial]", "Trial: this message was sent to {name} only, to see it. No customer received it."),
}


class NoOwnMobile(Refusal):
    sentence = gettext_noop("“%(number)s” is not a mobile number. Give yours, such as +33 6 12 34 56 78.")


class NoOwnFax(Refusal):
    sentence = gettext_noop("“%(number)s” is not a fax number. Give yours, such as +33 1 23 45 67 89.")


@dataclass(frozen=True, slots=True)
class Tried:
    """The last trial of a channel: by whom, when, and what became of it."""

    channel: str
    made_at: datetime
    made_by_name: str
    outcome: str
    detail: str

    @property
    def has_arrived(self) -> bool:
        return self.outcome == "accepted"


def marked(rendered: Rendered, content: MessageData, *, name: str) -> Rendered:
    """Mark a rendered message as a trial: its subject, and its first words."""
    mark, words = MARKS[content.language]
    subject = f"{mark} {rendered.subject}".strip()
    blocks = (Paragraph((words.format(name=name),)), *rendered.blocks)
    return rendered_as(subject, blocks, rendered.template, content)


def marked_text(text: str, language: Language) -> str:
    return f"{MARKS[language][0]} {text}"
