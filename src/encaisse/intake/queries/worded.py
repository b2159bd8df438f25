"""Refusals of a file name what it is: those words are translated where the language is known."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext

from encaisse.intake.rules.refusals import NotThisKindOfFile, Unreadable

WORDS = ("found", "expected", "why")


@contextmanager
def worded() -> Iterator[None]:
    try:
        yield
    except (NotThisKindOfFile, Unreadable) as refusal:
        values = {name: gettext(value) if name in WORDS else value for name, value in refusal.values.items()}
        raise type(refusal)(**values) from refusal
