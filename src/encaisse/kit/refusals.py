"""Refusals: a rule says no, with the figures and what to do instead."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation; the door that shows it translates it."""
    return sentence


class Refusal(Exception):  # noqa: N818 - the field's word: a refusal is a decision, not an error
    """A rule says no. `sentence` is an English source text with %(name)s places for `values`.

    Raises nothing itself. Doors translate the sentence and show it; the command line exits with `exit_code`.
    """

    sentence: str = ""
    exit_code: int = 1

    def __init__(self, **values: Any) -> None:
        self.values = values
        super().__init__(self.in_words())

    def in_words(self, translate: Callable[[str], str] = str) -> str:
        sentence = translate(self.sentence)
        return sentence % self.said_values(translate) if self.values else sentence

    def said_values(self, _translate: Callable[[str], str]) -> dict[str, Any]:
        """Return the values as the sentence says them; a refusal whose values are words of ours translates them."""
        return self.values


def kept_refusal(refusal: Refusal) -> dict[str, Any]:
    """Return a refusal as plain values, to be kept with what it refused and said later in its reader's language."""
    return {"name": name_of(type(refusal)), "values": {name: kept_value(value) for name, value in refusal.values.items()}}


def name_of(kind: type[Refusal]) -> str:
    """Return the name of a refusal and its place: two rooms may call theirs alike."""
    return f"{kind.__module__}.{kind.__qualname__}"


def kept_value(value: Any) -> Any:
    match value:
        case bool() | int() | str() | None:
            return value
        case date():
            return {"day": value.isoformat()}
        case Decimal():
            return {"figure": str(value)}
        case _:
            return str(value)


def refusal_again(kept: Mapping[str, Any]) -> Refusal | None:
    """Return a kept refusal as it was; None when this version of the product no longer knows it."""
    known = {name_of(kind): kind for kind in every_kind(Refusal)}
    kind = known.get(kept.get("name", ""))
    try:
        return kind(**{name: value_again(value) for name, value in kept.get("values", {}).items()}) if kind else None
    except (KeyError, TypeError, ValueError):
        return None


def value_again(value: Any) -> Any:
    if isinstance(value, Mapping):
        return date.fromisoformat(value["day"]) if "day" in value else Decimal(value["figure"])
    return value


def every_kind(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        yield each
        yield from every_kind(each)


class NotAllowed(Refusal):
    sentence = gettext_noop(
        "You may not do this: it needs the permission “%(permission)s”. Ask an administrator or a colleague whose role has it."
    )


THINGS = {
    "absence": gettext_noop("the absence"),
    "action": gettext_noop("the action"),
    "address": gettext_noop("the address"),
    "allocation": gettext_noop("the allocation"),
    "bank account": gettext_noop("the bank account"),
    "call": gettext_noop("the call"),
    "close": gettext_noop("the month-end close"),
    "closed day": gettext_noop("the closed day"),
    "closing": gettext_noop("the closing"),
    "contact": gettext_noop("the contact"),
    "creditor": gettext_noop("the company"),
    "customer": gettext_noop("the customer"),
    "deposit": gettext_noop("the deposit"),
    "dispute": gettext_noop("the dispute"),
    "document": gettext_noop("the document"),
    "factor": gettext_noop("the factor"),
    "file": gettext_noop("the file"),
    "hold": gettext_noop("the hold"),
    "import": gettext_noop("the import"),
    "insolvency": gettext_noop("the insolvency"),
    "invoice": gettext_noop("the invoice"),
    "job": gettext_noop("the job"),
    "letter": gettext_noop("the letter"),
    "link": gettext_noop("the link"),
    "mailbox": gettext_noop("the mailbox"),
    "mention": gettext_noop("the mention"),
    "message": gettext_noop("the message"),
    "number": gettext_noop("the number"),
    "open item": gettext_noop("the open item"),
    "pin": gettext_noop("the pinned line"),
    "plan": gettext_noop("the plan"),
    "portal": gettext_noop("the portal"),
    "promise": gettext_noop("the promise"),
    "proof": gettext_noop("the proof"),
    "quiet period": gettext_noop("the quiet period"),
    "replay": gettext_noop("the replay"),
    "request": gettext_noop("the request"),
    "role": gettext_noop("the role"),
    "run": gettext_noop("the run"),
    "scenario": gettext_noop("the scenario"),
    "sender": gettext_noop("the sender"),
    "sending": gettext_noop("the sending"),
    "source": gettext_noop("the source"),
    "task": gettext_noop("the task"),
    "team": gettext_noop("the team"),
    "upload": gettext_noop("the file handed in"),
    "user": gettext_noop("the user"),
    "usual payment day": gettext_noop("the usual payment day"),
    "version": gettext_noop("the version"),
    "view": gettext_noop("the saved view"),
}


class NotFound(Refusal):
    """What was asked for: a thing of THINGS, with its number or name if need be, or words of the asker."""

    sentence = gettext_noop("Not found, or outside what you may see: %(what)s.")

    def said_values(self, translate: Callable[[str], str]) -> dict[str, Any]:
        what = str(self.values.get("what", ""))
        noun = what if what in THINGS else what.partition(" ")[0]
        named = translate(THINGS[noun]) + what.removeprefix(noun) if noun in THINGS else what
        return {**self.values, "what": named}
