"""When a registered letter was presented: from level 4 on, dates run from that day, never from the due date. Rule 7."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from encaisse.dunning.rules.progress import CAME_BACK, Presentation, stands_as_presented
from encaisse.kit.refusals import Refusal, gettext_noop

TRACKING_LENGTHS = range(8, 31)


class NotARegisteredLetter(Refusal):
    sentence = gettext_noop("Only a registered letter that was posted is presented. Mark it posted first, under “Letters to print”.")


class PresentedOutOfTime(Refusal):
    sentence = gettext_noop("A letter posted on %(posted_on)s is presented between that day and today. Correct the day.")


class NotATrackingNumber(Refusal):
    sentence = gettext_noop("“%(number)s” is no tracking number: 8 to 30 letters and digits. Copy it from the slip of the post.")


class PresentedAlready(Refusal):
    sentence = gettext_noop(
        "This letter was presented on %(presented_on)s: it cannot be unknown at its address. Note it as refused or not claimed."
    )


class FactGone(Refusal):
    sentence = gettext_noop("This word of the post was corrected already. Reload the page and correct the one that stands.")


class NoReason(Refusal):
    sentence = gettext_noop("Say why it is corrected: the file keeps what was noted first, with this reason beside it.")


@dataclass(frozen=True, slots=True)
class Word:
    """One thing the post said of a letter, as it stands: never one that was corrected since."""

    outcome: Presentation
    on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """What all that the post said of a letter comes to."""

    presented_on: date | None
    outcome: Presentation | None
    came_back: bool


def standing(words: Iterable[Word]) -> Standing:
    """Work out where a letter stands: presented on the first day it stood so; come back when the post says so and it was not."""
    said = list(words)
    days = [word.on for word in said if stands_as_presented(word.outcome)]
    last = next((word.outcome for word in reversed(said) if word.outcome is not Presentation.POSTED), None)
    return Standing(min(days, default=None), last, not days and any(word.outcome in CAME_BACK for word in said))


def check_presentation(
    *, channel: str, state: str, posted_on: date | None, presented_on: date, today: date, outcome: Presentation = Presentation.PRESENTED
) -> None:
    """Refuse what no post says: a simple letter is posted, or comes back; only a registered one is presented."""
    is_registered = channel == "registered_letter"
    if not (is_registered or (channel == "letter" and not stands_as_presented(outcome))) or state != "sent" or posted_on is None:
        raise NotARegisteredLetter
    if not posted_on <= presented_on <= today:
        raise PresentedOutOfTime(posted_on=posted_on)


def check_unknown_address(outcome: Presentation, first_presented_on: date | None) -> None:
    """Refuse that a letter somebody was notified of comes back from an unknown address: its dates already run."""
    if outcome in CAME_BACK and first_presented_on is not None:
        raise PresentedAlready(presented_on=first_presented_on)


def first_presented(known_on: date | None, said_on: date) -> date:
    """Return the day dates run from: the first one on which the letter stood as presented, whatever came of it later."""
    return said_on if known_on is None else min(known_on, said_on)


def tracking_number(typed: str) -> str:
    """Return a tracking number as the post writes it, without its spaces."""
    number = "".join(typed.split()).replace("-", "").upper()
    if number and not (number.isascii() and number.isalnum() and len(number) in TRACKING_LENGTHS):
        raise NotATrackingNumber(number=typed.strip()[:40])
    return number
