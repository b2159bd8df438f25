"""Refusals: a rule says no, with the figures and what to do instead."""

from collections.abc import Callable
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


class NotAllowed(Refusal):
    sentence = gettext_noop(
        "You may not do this: it needs the permission “%(permission)s”. Ask an administrator or a colleague whose role has it."
    )


class NotFound(Refusal):
    sentence = gettext_noop("%(what)s was not found, or lies outside what you may see.")
