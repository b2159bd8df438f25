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

    def in_words(self, translate: Callable[[str], str] | None = None) -> str:
        sentence = translate(self.sentence) if translate else self.sentence
        return sentence % self.values if self.values else sentence


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


class NotFound(Refusal):
    sentence = gettext_noop("%(what)s was not found, or lies outside what you may see.")
