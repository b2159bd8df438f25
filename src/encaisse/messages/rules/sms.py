"""Text messages: how their letters are counted and cut, who may sign them, when they may leave, and the words that end them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from encaisse.kit.dates import WorkingDays
from encaisse.kit.folding import folded
from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.rules.rendering import Rendered

# The alphabet of GSM 03.38: one septet each; those of the extension table take two (an escape, then the letter).
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
# What typography writes otherwise than telephones, without a change of sense: one such sign would halve the room of a message.
TWINS = str.maketrans({
    "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-", "−": "-", "…": "...", "•": "-",
    "œ": "oe", "Œ": "OE", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
})  # fmt: skip
MOST_SEGMENTS = 4
SHORTEST_NAME, LONGEST_NAME = 3, 11
FIRST_OF_TWO_UNITS = 0x10000

STOP_WORDS = frozenset({
    "stop", "stop sms", "stopsms", "arret", "arreter", "arretez", "arretez les sms", "desabonnement", "desabonner", "desinscription",
    "resilier", "unsubscribe", "end", "cancel", "quit", "opt out", "optout", "stop all", "stopall",
})  # fmt: skip


class Alphabet(StrEnum):
    """How a text travels: in septets of the telephones' own alphabet, or, for any other letter, in 16-bit units."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


# Units of one message alone, and of each segment of a longer one (the rest says which part it is).
ROOM = {Alphabet.GSM_7: (160, 153), Alphabet.UCS_2: (70, 67)}


class SmsTooLong(Refusal):
    sentence = gettext_noop(
        "The SMS takes %(segments)s messages of %(room)s characters, at most %(most)s are sent. Shorten the text or its template."
    )


class BadSenderName(Refusal):
    sentence = gettext_noop(
        "“%(name)s” cannot sign an SMS: 3 to 11 letters and digits without accents or spaces, with at least one letter. Try “%(better)s”."
    )


@dataclass(frozen=True, slots=True)
class SmsLength:
    """How long a text is on a telephone. `widened_by` are the letters that took it out of the telephones' alphabet."""

    alphabet: Alphabet
    units: int
    segments: int
    room: int
    left: int
    widened_by: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Write typographic signs and spaces as a telephone does, and the whole text on one line."""
    return " ".join(text.translate(TWINS).split())


def sms_length(text: str) -> SmsLength:
    """Count a text as operators do: septets or 16-bit units, segments, and what is left in the last one."""
    widened_by = tuple(dict.fromkeys(letter for letter in text if letter not in BASIC and letter not in EXTENSION))
    alphabet = Alphabet.UCS_2 if widened_by else Alphabet.GSM_7
    sizes = [size_of(letter, alphabet) for letter in text]
    alone, room = ROOM[alphabet]
    units = sum(sizes)
    if units <= alone:
        return SmsLength(alphabet, units, min(units, 1), alone, alone - units, widened_by)
    segments, filled = cut(sizes, room)
    return SmsLength(alphabet, units, segments, room, room - filled, widened_by)


def size_of(letter: str, alphabet: Alphabet) -> int:
    if alphabet is Alphabet.GSM_7:
        return 2 if letter in EXTENSION else 1
    return 2 if ord(letter) >= FIRST_OF_TWO_UNITS else 1


def cut(sizes: Sequence[int], room: int) -> tuple[int, int]:
    """Return the number of segments and how full the last one is; a letter of two units is never cut in two."""
    segments, filled = 1, 0
    for size in sizes:
        if filled + size > room:
            segments, filled = segments + 1, 0
        filled += size
    return segments, filled


def sms_text(rendered: Rendered) -> str:
    """Return the words of an SMS, or refuse one that takes too many messages."""
    text = plain(rendered.text)
    check_sms(text)
    return text


def check_sms(text: str) -> None:
    length = sms_length(text)
    if length.segments > MOST_SEGMENTS:
        raise SmsTooLong(segments=length.segments, room=length.room, most=MOST_SEGMENTS)


def check_sender_name(name: str) -> None:
    """Refuse a name operators would not show: they take eleven letters and digits, and read digits alone as a number."""
    is_plain = name.isascii() and name.isalnum()
    if not is_plain or not SHORTEST_NAME <= len(name) <= LONGEST_NAME or name.isdigit():
        raise BadSenderName(name=name, better=sender_name_for(name))


def sender_name_for(company: str) -> str:
    """Propose a name to sign with: the words of a company run together, as far as they fit."""
    words = [word.capitalize() for word in folded(company).split()]
    proposed = ""
    for word in words:
        if proposed and len(proposed) + len(word) > LONGEST_NAME:
            break
        proposed += word
    proposed = proposed[:LONGEST_NAME]
    return proposed if len(proposed) >= SHORTEST_NAME and not proposed.isdigit() else "Compta"


def is_stop(text: str) -> bool:
    """Say whether a reply asks that no more SMS come: the word alone, or first (« STOP au 36111 »)."""
    words = folded(text)
    return words in STOP_WORDS or words.split(" ", 1)[0] in {"stop", "stopsms"}


# The hours of domain policy for the customer's own clock: a company in office hours, a consumer outside meals and early mornings.
OFFICE = ((time(8, 30), time(18, 30)),)
AT_HOME = ((time(9), time(12, 30)), (time(14), time(19)))
LONGEST_SEARCH = 60
# Where a customer of an overseas region lives; elsewhere the creditor's own clock is told.
CLOCKS = {
    "FR-GUADELOUPE": "America/Guadeloupe",
    "FR-MARTINIQUE": "America/Martinique",
    "FR-GUYANE": "America/Cayenne",
    "FR-REUNION": "Indian/Reunion",
    "FR-MAYOTTE": "Indian/Mayotte",
}


def hours_for(*, is_consumer: bool) -> tuple[tuple[time, time], ...]:
    return AT_HOME if is_consumer else OFFICE


def next_allowed(at: datetime, *, is_consumer: bool, calendar: WorkingDays) -> datetime:
    """Return the instant itself when an SMS may leave then, else the next one; `at` is told on the customer's own clock.

    Never on a Saturday, a Sunday or a public holiday.
    """
    day = at.date()
    for _ in range(LONGEST_SEARCH):
        if calendar.is_open(day):
            for begins, ends in hours_for(is_consumer=is_consumer):
                if at < datetime.combine(day, ends, at.tzinfo):
                    return max(at, datetime.combine(day, begins, at.tzinfo))
        day += timedelta(days=1)
    return at


def is_allowed(at: datetime, *, is_consumer: bool, calendar: WorkingDays) -> bool:
    return next_allowed(at, is_consumer=is_consumer, calendar=calendar) == at
