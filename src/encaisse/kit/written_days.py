"""Days as people write them, in French and English: 5/12, 2026-12-05, le 5 décembre, December 5th, lundi, tomorrow, end of the month."""

import re
from datetime import date, timedelta

from encaisse.kit.dates import end_of_month
from encaisse.kit.folding import folded

MONTHS = {
    name: place
    for place, names in enumerate((
        ("janvier", "january", "janv", "jan"), ("fevrier", "february", "fev", "feb"), ("mars", "march", "mar"), ("avril", "april", "avr"),
        ("mai", "may"), ("juin", "june"), ("juillet", "july", "juil"), ("aout", "august", "aug"), ("septembre", "september", "sept", "sep"),
        ("octobre", "october", "oct"), ("novembre", "november", "nov"), ("decembre", "december", "dec"),
    ), start=1)
    for name in names
}  # fmt: skip
DAYS = {
    name: place
    for place, names in enumerate((
        ("lundi", "monday"), ("mardi", "tuesday"), ("mercredi", "wednesday"), ("jeudi", "thursday"), ("vendredi", "friday"),
        ("samedi", "saturday"), ("dimanche", "sunday"),
    ))
    for name in names
}  # fmt: skip
NUMERIC = re.compile(r"\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?\b")
ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
NAMED = re.compile(rf"\b(\d{{1,2}})(?: ?(?:er|st|nd|rd|th))? (?:of )?({'|'.join(MONTHS)})\b(?: (20\d\d))?")
NAMED_FIRST = re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})(?:st|nd|rd|th)?\b(?: (20\d\d))?")
WEEKDAY = re.compile(rf"\b({'|'.join(DAYS)})\b( prochain)?")
END_OF_WEEK = re.compile(r"fin de (?:la )?semaine|end of (?:the |this )?week")
NEXT_WEEK = re.compile(r"semaine prochaine|next week")
END_OF_MONTH = re.compile(r"fin (?:de |du |de ce )?mois|end of (?:the |this )?month")
TOMORROW = re.compile(r"\b(?:demain|tomorrow)\b")


def written_days(text: str, *, on: date) -> list[date]:
    """Return the days a text names by their number, those of one writing after those of another."""
    words = folded(text)
    found = [(int(day), int(month), year) for day, month, year in NUMERIC.findall(text)]
    found += [(int(day), int(month), year) for year, month, day in ISO.findall(text)]
    found += [(int(day), MONTHS[month], year) for day, month, year in NAMED.findall(words)]
    found += [(int(day), MONTHS[month], year) for month, day, year in NAMED_FIRST.findall(words)]
    return [day for each in found if (day := dated(*each, on=on))]


def dated(day: int, month: int, year: str, *, on: date) -> date | None:
    """Return a day; without a year, the next one of that name."""
    try:
        if year:
            return date(int(year) if len(year) > 2 else 2000 + int(year), month, day)  # noqa: PLR2004 - two figures
        found = date(on.year, month, day)
        return found if found >= on else date(on.year + 1, month, day)
    except ValueError:
        return None


def spoken_day(words: str, *, on: date) -> date | None:
    """Return the day folded words speak of without naming its number; a day of the week is the next one."""
    if TOMORROW.search(words):
        return on + timedelta(days=1)
    if END_OF_MONTH.search(words):
        return end_of_month(on)
    if named := WEEKDAY.search(words):
        return on + timedelta(days=(DAYS[named.group(1)] - on.weekday() - 1) % 7 + 1)
    friday = on + timedelta(days=(4 - on.weekday()) % 7)
    if END_OF_WEEK.search(words):
        return friday
    if NEXT_WEEK.search(words):
        return on + timedelta(days=4 - on.weekday() + 7)
    return None
