"""A template written out to be looked at before anybody gets it: the mail, the pages of the letter, or the SMS and its length."""

import base64
import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from encaisse.messages.rules.letters import letter_pages
from encaisse.messages.rules.rendering import Rendered, render
from encaisse.messages.rules.samples import given
from encaisse.messages.rules.sms import SmsLength, plain, sms_length
from encaisse.messages.rules.templates import Template, variables
from encaisse.messages.rules.values import LETTERS, Channel, Language, MessageData


@dataclass(frozen=True, slots=True)
class Proof:
    """What a template gives for one customer. `pages` are pictures of a letter, `sms` the length of a text message."""

    rendered: Rendered
    pages: tuple[bytes, ...] = ()
    text: str = ""
    sms: SmsLength | None = None

    @property
    def pictures(self) -> list[str]:
        """Return the pages as addresses a page of ours may show."""
        return [f"data:image/png;base64,{base64.b64encode(page).decode()}" for page in self.pages]


def proof(template: Template, content: MessageData) -> Proof:
    """Write a template out; refuse as it would be refused when it leaves."""
    rendered = render(template, content)
    if template.channels == (Channel.SMS,):
        text = plain(rendered.text)
        return Proof(rendered, text=text, sms=sms_length(text))
    return Proof(rendered, tuple(letter_pages(rendered, content)) if LETTERS & set(template.channels) else ())


def invented(template: Template, language: Language) -> list[str]:
    """Return the variables a template names that only its own step can give: a look at it shows samples of them."""
    return sorted(variables(template) & given(language).keys())


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a text that an older version had (`is_new` false) or a newer one has."""

    text: str
    is_new: bool


def changes(older: Template, newer: Template) -> list[Change]:
    """Return what was taken out of a text and what came in, in the order of the text."""
    return list(changed(written(older), written(newer)))


def written(template: Template) -> list[str]:
    return [template.subject, *template.body.splitlines()]


def changed(older: list[str], newer: list[str]) -> Iterable[Change]:
    for operation, a, b, c, d in difflib.SequenceMatcher(a=older, b=newer, autojunk=False).get_opcodes():
        if operation != "equal":
            yield from (Change(text, is_new=False) for text in older[a:b] if text)
            yield from (Change(text, is_new=True) for text in newer[c:d] if text)
