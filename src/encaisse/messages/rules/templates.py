"""Templates: a sandboxed language of `{{ variable }}` and `{% if %}`, never code; what is missing is refused, not left blank."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.rules.values import Channel, Language, MessageData, Table, Value
from encaisse.messages.rules.variables import KNOWN, said, value_of

# Private-use characters hold the place of a table while the text around it is written.
TABLE_AT = "\ue000{number}\ue001"
TABLE_PLACE = re.compile("\ue000(\\d+)\ue001")
PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
TOO_MANY_BLANK_LINES = re.compile(r"\n{3,}")
BREAKS = re.compile(r"[ \t\r\n\f\v]+")
RATE = "rate"  # of late interest: lacking when a half-year it runs over was not entered


class MissingVariables(Refusal):
    sentence = gettext_noop(
        "“%(template)s” cannot be sent: it lacks %(missing)s. "
        "Complete the customer, the letterhead or the step, or remove the words from the template."
    )


class InterestWithoutRate(MissingVariables):
    sentence = gettext_noop(
        "The message asks for late interest, and the rate of a half-year it runs over is not known. An administrator enters it in "
        "Set-up › Rates of late interest."
    )


class TemplateNotReadable(Refusal):
    sentence = gettext_noop(
        "The template cannot be read: %(reason)s. Write variables as {{ name }} and conditions as {%% if name %%} … {%% endif %%}."
    )


class UnknownVariables(Refusal):
    sentence = gettext_noop("No variable is called %(unknown)s. Choose one of the list beside the text.")


@dataclass(frozen=True, slots=True)
class Template:
    """One version of a template in one language. Version 0 is the text as shipped."""

    code: str
    language: Language
    version: int
    channels: tuple[Channel, ...]
    subject: str
    body: str
    audience: str = "ALL"
    tone: str = "service"
    sender_role: str = ""
    optional_variables: frozenset[str] = field(default_factory=frozenset)
    is_locked_by_law: bool = False

    @property
    def is_registered(self) -> bool:
        return Channel.REGISTERED_LETTER in self.channels


@lru_cache(maxsize=512)
def named_in(source: str) -> frozenset[str]:
    """Return the paths a text names."""
    from encaisse.messages.rules import sandbox  # noqa: PLC0415 - the language is loaded when a text is read, see there

    try:
        return sandbox.paths(source)
    except ValueError as fault:
        raise TemplateNotReadable(reason=str(fault)) from fault


def variables(template: Template) -> frozenset[str]:
    return named_in(template.subject) | named_in(template.body)


def check_template(template: Template) -> None:
    """Refuse a text that cannot be read or names what does not exist."""
    if unknown := sorted(variables(template) - KNOWN):
        raise UnknownVariables(unknown=", ".join(unknown))


def values_of(template: Template, content: MessageData) -> dict[str, Value]:
    """Return the value of everything a template names."""
    return {path: value_of(content, path) for path in sorted(variables(template))}


def missing_variables(template: Template, content: MessageData) -> tuple[str, ...]:
    """Return the variables that would be blank: only an optional one may be."""
    return missing_among(template, values_of(template, content), content)


def missing_among(template: Template, values: Mapping[str, Value], content: MessageData) -> tuple[str, ...]:
    return tuple(path for path, value in values.items() if path not in template.optional_variables and not said(value, content).strip())


@dataclass(frozen=True, slots=True)
class Written:
    """A template written out: its text still holds the places of its tables."""

    subject: str
    body: str
    tables: tuple[Table, ...]


def write_out(template: Template, content: MessageData) -> Written:
    """Fill in a template; refuse when something it must say is missing."""
    values = values_of(template, content)
    if missing := missing_among(template, values, content):
        raise (InterestWithoutRate if RATE in missing else MissingVariables)(template=template.code, missing=", ".join(missing))
    tables: list[Table] = []
    words = nested({path: placed(value, content, tables) for path, value in values.items()})
    body = TOO_MANY_BLANK_LINES.sub("\n\n", filled_in(template.body, words)).strip()
    return Written(one_line(TABLE_PLACE.sub("", filled_in(template.subject, words))), body, tuple(tables))


def one_line(words: str) -> str:
    """Join lines and runs of spaces; a no-break space, as before « € », stays one."""
    return BREAKS.sub(" ", words).strip(" ")


def filled_in(source: str, words: Mapping[str, Any]) -> str:
    from encaisse.messages.rules import sandbox  # noqa: PLC0415 - the language is loaded when a text is written, see there

    try:
        return sandbox.filled_in(source, words)
    except ValueError as fault:
        raise TemplateNotReadable(reason=str(fault)) from fault


def placed(value: Value, content: MessageData, tables: list[Table]) -> str:
    if isinstance(value, Table):
        tables.append(value)
        return TABLE_AT.format(number=len(tables) - 1)
    return PRIVATE_USE.sub("", said(value, content))


def nested(flat: Mapping[str, str]) -> dict[str, Any]:
    """Turn `contact.salutation` into a name inside a name, as the template language reads it."""
    tree: dict[str, Any] = {}
    for path, value in flat.items():
        *parents, leaf = path.split(".")
        branch = tree
        for parent in parents:
            branch = branch.setdefault(parent, {})
        branch[leaf] = value
    return tree
