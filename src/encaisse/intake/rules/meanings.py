"""What a finding means: how severe it is, its sentence and its remedy."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    NOTE = "note"  # read without harm; the producer may like to know
    WARNING = "warning"  # a person should look
    ERROR = "error"  # what the finding names was left out


@dataclass(frozen=True, slots=True)
class Meaning:
    severity: Severity
    sentence: str
    remedy: str


def note(sentence: str, remedy: str) -> Meaning:
    return Meaning(Severity.NOTE, sentence, remedy)


def warning(sentence: str, remedy: str) -> Meaning:
    return Meaning(Severity.WARNING, sentence, remedy)


def error(sentence: str, remedy: str) -> Meaning:
    return Meaning(Severity.ERROR, sentence, remedy)
