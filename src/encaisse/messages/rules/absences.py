"""What a mail says of an absence: since when, until when, and who answers meanwhile. French and English; silent rather than wrong."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta

from encaisse.kit.folding import folded
from encaisse.kit.written_days import DAYS, MONTHS, dated, spoken_day

READ = 4000  # letters: an automatic reply says it at its beginning
LONGEST = timedelta(days=183)  # a day further away has passed already: the reply was left on since last year
LONGEST_WORDS = 200
SATURDAY = 5

MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
WEEKDAY = "|".join(DAYS)
# One day, however it is written, with the day of the week before it. Groups are named by what they hold.
DAY = rf"""(?:(?:le|on|the)\s+)?(?:(?:{WEEKDAY})\s*,?\s+(?:le\s+|the\s+)?)?(?:
    (?P<iso>20\d\d-\d\d-\d\d)
  | (?P<numeric>\d{{1,2}}[/.]\d{{1,2}}(?:[/.](?:\d{{4}}|\d{{2}}))?)(?![\d/])
  | (?P<named>\d{{1,2}}\s?(?:er|st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTH})\b\.?(?:,?\s+20\d\d)?)
  | (?P<named_first>(?:{MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+20\d\d)?)
  | (?P<spoken>(?:{WEEKDAY}|demain|tomorrow)\b | (?:la\s+)?fin\s+(?:de\s+(?:la\s+)?semaine|du\s+mois)
      | (?:the\s+)?end\s+of\s+(?:the\s+|this\s+)?(?:week|month))
)"""
BACK = r"""(?:
    de\s+retour | (?:mon|notre)\s+retour | retour\s+(?:prevu|est\s+prevu) | date\s+de\s+retour | \bretour\s*:
  | (?:serai|serons|suis|sera)\s+(?:a\s+nouveau\s+|de\s+nouveau\s+)?(?:joignable|disponible|present|presente)s?(?:\s+a\s+nouveau)?
  | reprendr(?:ai|ons|a) | reprise | (?:reviens|reviendrai|revenons|reviendrons|rentre|rentrerai|rentrons)
  | rouvr\w* | reouvr\w*
  | \bback\b | \b(?:i|we)\s+(?:will\s+)?return | \breturning | \breturn\s+(?:date|to) | my\s+return | \bresum(?:e|ing)
  | (?:available|reachable)\s+again | \breopen\w*
)"""
BETWEEN_BACK = r"(?:[\s,:]+(?:au|a|en|dans|to|in|at|the|my|our|mon|ma|notre|poste|bureau|bureaux|office|work|desk|travail|prevue?|est|is|will|be|planned|expected|mes|fonctions|de|partir|compter|des|du|from|as|of|on|pour|by|is:))*[\s,:]+"  # noqa: E501 - one list
UNTIL = r"(?:jusqu\s?['’]?\s?(?:au|a\b)|\buntil|\btill|\bthrough|\bthru|\bup\s+to(?:\s+and\s+including)?)"
RANGE = r"(?:\bdu|\bentre|\bfrom|\bbetween)\s+(?P<start>[^.;:\n]{1,40}?)\s+(?:au|et|a|to|and|until|till|through|-|–)\s+"
BACK_DAY = re.compile(rf"{BACK}{BETWEEN_BACK}{DAY}", re.VERBOSE)
LAST_DAY = re.compile(rf"{UNTIL}\s+{DAY}", re.VERBOSE)
RANGE_DAY = re.compile(rf"{RANGE}{DAY}", re.VERBOSE)
ALONE = re.compile(DAY, re.VERBOSE)
AWAY = re.compile(
    r"absen|conges?\b|hors du bureau|ferm(?:e|es|eture|ons)\b|indisponib|(?:pas|plus) (?:disponible|joignable)|deplacement|vacances"
    r"|out of (?:the )?office|away|leave\b|vacation|holiday|closed|(?:not |un)available"
)

ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?:\+\d{1,3}|\b0)[\d .()/-]{7,18}\d")
NAME = re.compile(
    r"(?:(?:M(?:me|lle|r|rs|s|\.|onsieur|adame)?\.?|Mademoiselle)\s+)?[A-ZÀ-Ý][\w'’-]+"
    r"(?:[ \t]+(?:de |du |d['’]|van |von )?[A-ZÀ-Ý][\w'’-]+){0,3}"
)
STAND_IN = re.compile(
    r"contact(?:er|ez|ing)?\b|adress(?:er|ez)\b|joindre\b|joignez|ecri(?:re|vez)\b|rapprocher\b|tourner\s+vers|\bvoi(?:r|ez|yez)\b|voyez|"
    r"remplac\w*|suppleance|interimaire|interim\b|\breach(?:\s+out)?\b|\be-?mail\b|\bwrite\s+to|\bask\b|refer\s+to|get\s+in\s+touch|stand(?:ing)?\s+in|"
    r"cover(?:ing|ed)?\b|en\s+mon\s+absence|in\s+my\s+absence|urgen\w+"
)
ROBOT = re.compile(r"no-?reply|ne-?pas-?repondre|nepasrepondre|mailer-daemon|postmaster")


@dataclass(frozen=True, slots=True)
class AnnouncedAbsence:
    """An absence as a mail announces it. `is_sure`: one day of return, that cannot be read otherwise."""

    back_on: date | None
    from_on: date | None = None
    is_sure: bool = False
    stand_in: str = ""
    stand_in_address: str = ""
    words: str = ""

    def holds(self, on: date) -> bool:
        """Tell whether the person is away on a day, by what they said."""
        return self.back_on is not None and (self.from_on is None or self.from_on <= on) and on < self.back_on


@dataclass(frozen=True, slots=True)
class ReadDay:
    """A day as it stands in a text: `may_differ` when another reading is as good (10/12 of an American)."""

    day: date
    may_differ: bool
    start: int
    end: int


def announced_absence(text: str, *, on: date, sender: str = "", not_these: frozenset[str] = frozenset()) -> AnnouncedAbsence | None:
    """Return what a mail of a day says of an absence, None when it says nothing of one. `not_these`: our own addresses."""
    read = text[:READ]
    plain = flattened(read)
    if not AWAY.search(plain) and not BACK_DAY.search(plain):
        return None
    backs = days_of_return(read, plain, on=on)
    name, address = stand_in_of(read, plain, but=not_these | {sender.lower()})
    if not backs and not address and not name:
        return None
    first = backs[0] if backs else None
    return AnnouncedAbsence(
        back_on=first.day if first else None,
        from_on=first_day(plain, on=on),
        is_sure=first is not None and not first.may_differ and len({each.day for each in backs}) == 1,
        stand_in=" ".join(part for part in (name, address) if part),
        stand_in_address=address,
        words=sentence(read, first) if first else "",
    )


def flattened(text: str) -> str:
    """Return a text in small letters without accents, letter for letter: a place in it is the same place in the text."""
    return "".join(base_letter(letter) for letter in text)


def base_letter(letter: str) -> str:
    if letter in "’`´":
        return "'"
    base = unicodedata.normalize("NFKD", letter)[:1].lower()
    return base if len(base) == 1 else letter


def days_of_return(read: str, plain: str, *, on: date) -> list[ReadDay]:
    """Return the days of return a text names: those it says so first, then the working days after the last days away."""
    said = [each for found in BACK_DAY.finditer(plain) if (each := day_of(found, on=on))]
    last = [each for pattern in (RANGE_DAY, LAST_DAY) for found in pattern.finditer(plain) if (each := day_of(found, on=on))]
    after = [
        replace(each, day=working_day_after(each.day), may_differ=each.may_differ or not AWAY.search(flattened(sentence(read, each))))
        for each in last
    ]
    return [each for each in (*said, *after) if on < each.day <= on + LONGEST]


def day_of(found: re.Match[str], *, on: date) -> ReadDay | None:
    """Return the day a match names: day before month, unless that cannot be."""
    named = {name: value for name, value in found.groupdict().items() if value and name != "start"}
    kind, written = next(iter(named.items()))
    if kind == "numeric":
        return numeric_day(found, written, on=on)
    day = spoken_day(folded(written), on=on) if kind == "spoken" else written_day(kind, written, on=on)
    return ReadDay(day, kind == "spoken" and day == on + timedelta(days=7), found.start(), found.end()) if day else None


def numeric_day(found: re.Match[str], written: str, *, on: date) -> ReadDay | None:
    """Read 5/12: the fifth of December, as Europe writes, unless only the American reading is a day to come."""
    first, second, year = (*re.split(r"[/.]", written), "")[:3]
    readings = (dated(int(first), int(second), year, on=on), dated(int(second), int(first), year, on=on))
    likely = [day for day in readings if day and on < day <= on + LONGEST]
    if not likely:
        return None
    return ReadDay(likely[0], len(set(likely)) > 1, found.start(), found.end())


def written_day(kind: str, written: str, *, on: date) -> date | None:
    if kind == "iso":
        try:
            return date.fromisoformat(written)
        except ValueError:
            return None
    words = folded(written).replace(" of ", " ").split()
    numbers = [re.sub(r"\D", "", word) for word in words if word[0].isdigit()]
    month = next(MONTHS[word] for word in words if word in MONTHS)
    year = next((number for number in numbers if len(number) == len("2026")), "")
    return dated(int(next(number for number in numbers if number != year)), month, year, on=on)


def working_day_after(day: date) -> date:
    """Return the first day from Monday to Friday after the last one away."""
    following = day + timedelta(days=1)
    while following.weekday() >= SATURDAY:
        following += timedelta(days=1)
    return following


def first_day(plain: str, *, on: date) -> date | None:
    """Return the day an absence begins, when it is yet to come: « du 20 décembre au 3 janvier »."""
    found = RANGE_DAY.search(plain)
    last = day_of(found, on=on) if found else None
    if found is None or last is None:
        return None
    return day_before(found.group("start"), last.day, on=on)


def day_before(written: str, last: date, *, on: date) -> date | None:
    """Return the first day of a range, its month being that of the last one unless it is said; None when it has come."""
    alone = ALONE.search(written)
    named = day_of(alone, on=on) if alone else None
    if named is None:
        number = re.search(r"\b(\d{1,2})\b", written)
        try:
            begins = last.replace(day=int(number.group(1))) if number else on
        except ValueError:
            return None
    else:
        begins = named.day
    return begins if on < begins <= last else None


def stand_in_of(read: str, plain: str, *, but: frozenset[str], cues: re.Pattern[str] = STAND_IN) -> tuple[str, str]:
    """Return who answers meanwhile, by name and address: those named after words that send the reader to somebody."""
    for cue in cues.finditer(plain):
        after = read[cue.end() : cue.end() + LONGEST_WORDS]
        address = next((each for each in ADDRESS.findall(after) if is_somebody(each, but=but)), "")
        phone = None if address else PHONE.search(after)
        name = name_in(after.partition(address)[0] if address else after[: phone.start()] if phone else "")
        if address or (name and phone):
            return " ".join(part for part in (name, phone.group() if phone else "") if part), address.lower().rstrip(".")
    return "", ""


def is_somebody(address: str, *, but: frozenset[str]) -> bool:
    bare = re.sub(r"\+[^@]*@", "@", address.lower().rstrip("."))  # a mark for answers does not make it another address
    return bare not in but and not ROBOT.search(bare)


def name_in(words: str) -> str:
    """Return the last name written before an address or a number."""
    found = [each.group() for each in NAME.finditer(words) if flattened(each.group()).split()[0] not in NO_NAMES]
    return found[-1][:80] if found else ""


NO_NAMES = frozenset(
    [
        "je",
        "nous",
        "merci",
        "pour",
        "vous",
        "veuillez",
        "en",
        "please",
        "in",
        "my",
        "for",
        "or",
        "ou",
        "mon",
        "ma",
        "tel",
        "tel.",
        "tél",
        "mail",
        "email",
        "e-mail",
        "mr",
        "mrs",
        "le",
        "la",
        "les",
        "our",
        "you",
        "urgent",
        "bonjour",
    ]
)


def sentence(read: str, day: ReadDay) -> str:
    """Return the sentence in which a day was read."""
    return sentence_around(read, day.start, day.end)


def sentence_around(read: str, start: int, end: int) -> str:
    begins = max(read.rfind(mark, 0, start) + 1 for mark in (".", "!", "?", "\n"))
    ends = [place for mark in (". ", "!", "?", "\n") if (place := read.find(mark, end - 1)) >= 0]
    return " ".join(read[begins : min(ends, default=len(read))].split())[:LONGEST_WORDS]
