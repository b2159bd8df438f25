"""A person may word a draft otherwise than its template, within what the template may say and the law allows."""

from dataclasses import dataclass, replace
from datetime import datetime

from encaisse.dunning.rules.drafted import check_kept
from encaisse.dunning.rules.scenario import Channel, Level
from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.rules import Template, check_template
from encaisse.messages.rules.legal import FEE, FORMAL_NOTICE


class NotAnEmail(Refusal):
    sentence = gettext_noop(
        "Only the text of an e-mail is edited here. Change the template instead, or withdraw this draft and write by hand."
    )


class LegalText(Refusal):
    sentence = gettext_noop(
        "The text of a formal notice or of a legal step is set by law: it cannot be edited here. Its template can, by legal."
    )


class DraftChanged(Refusal):
    sentence = gettext_noop(
        "This draft was computed again since you opened it: what it asks has changed. Read it as it now stands, then edit it again."
    )


class DraftGone(Refusal):
    sentence = gettext_noop("This draft is already “%(state)s”: its text can no longer be edited. Go back to the list.")


class SaysFormalNotice(Refusal):
    sentence = gettext_noop("The words of a formal notice are kept for the step of that name. Take them out of this text.")


class AsksFeeOfConsumer(Refusal):
    sentence = gettext_noop("This customer is a consumer: no recovery fee may be asked of them. Take it out of this text.")


class NothingSaid(Refusal):
    sentence = gettext_noop("The message has no text. Write one, or go back to the template’s.")


@dataclass(frozen=True, slots=True)
class Wording:
    """The subject and text a person gave to a draft."""

    step_key: str
    language: str
    subject: str
    body: str
    written_by_name: str = ""
    written_at: datetime | None = None

    def worded(self, template: Template, *, step_key: str) -> Template:
        """Return the template with this text; of another step or language, the template stays as it is."""
        if (self.step_key, self.language) != (step_key, template.language):
            return template
        return replace(template, subject=self.subject, body=self.body)


def tidy(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


def check_editable(*, channel: str, level: int, state: str) -> None:
    """Refuse what is no draft any more, what is no e-mail, and what the law words."""
    if state not in {"to_approve", "approved"}:
        raise DraftGone(state=state)
    if channel != Channel.EMAIL:
        raise NotAnEmail
    if level >= Level.FORMAL_NOTICE:
        raise LegalText


def check_unchanged(*, seen: str, now: str) -> None:
    """Refuse a text written over a draft that has been computed again."""
    if seen != now:
        raise DraftChanged


def check_wording(edited: Template, original: Template, *, is_consumer: bool) -> None:
    """Refuse a text that cannot be read, says nothing, leaves out what must stay, or says what only a formal notice may."""
    if not edited.body:
        raise NothingSaid
    check_template(edited)
    check_kept(edited, original)
    if FORMAL_NOTICE.search(f"{edited.subject} {edited.body}"):
        raise SaysFormalNotice
    if is_consumer and FEE.search(edited.body):
        raise AsksFeeOfConsumer
