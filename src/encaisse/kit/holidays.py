"""French public holidays and the closing days of the European payment system, reckoned by rule."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from encaisse.kit.refusals import Refusal, gettext_noop

FRANCE = "FR"
ALSACE_MOSELLE = "FR-ALSACE-MOSELLE"
# T2, the settlement system of the euro: no transfer and no direct debit is settled on its closing days.
T2 = "T2"


class UnknownRegion(Refusal):
    sentence = gettext_noop("“%(region)s” is not a region whose public holidays are known. Choose one of: %(known)s.")


@dataclass(frozen=True, slots=True)
class Holiday:
    day: date
    name: str


FIXED = (
    (1, 1, gettext_noop("New Year's Day")),
    (5, 1, gettext_noop("Labour Day")),
    (5, 8, gettext_noop("Victory Day 1945")),
    (7, 14, gettext_noop("Bastille Day")),
    (8, 15, gettext_noop("Assumption")),
    (11, 1, gettext_noop("All Saints' Day")),
    (11, 11, gettext_noop("Armistice 1918")),
    (12, 25, gettext_noop("Christmas Day")),
)
AFTER_EASTER = (
    (1, gettext_noop("Easter Monday")),
    (39, gettext_noop("Ascension Day")),
    (50, gettext_noop("Whit Monday")),
)
GOOD_FRIDAY = gettext_noop("Good Friday")
SAINT_STEPHEN = gettext_noop("St Stephen's Day")
ABOLITION = gettext_noop("Abolition of slavery")

# Law 83-550 and decree 83-1003: the day differs from one territory to the next. Customary days (Mardi gras, 21 July) are not public
# holidays by law; a creditor closes on them through its own quiet periods.
ABOLITION_DAYS = {
    "FR-GUADELOUPE": (5, 27),
    "FR-MARTINIQUE": (5, 22),
    "FR-GUYANE": (6, 10),
    "FR-REUNION": (12, 20),
    "FR-MAYOTTE": (4, 27),
}
REGIONS = (FRANCE, ALSACE_MOSELLE, *ABOLITION_DAYS)


@cache
def easter_sunday(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - shift + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    correction = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def public_holidays(year: int, region: str = FRANCE) -> tuple[Holiday, ...]:
    """Return the public holidays of a region in a year, first to last. Two of them may fall on one day (Ascension on 8 May)."""
    return tuple(sorted([*national_holidays(year), *regional_holidays(year, region)], key=lambda holiday: holiday.day))


def national_holidays(year: int) -> list[Holiday]:
    easter = easter_sunday(year)
    fixed = [Holiday(date(year, month, day), name) for month, day, name in FIXED]
    return fixed + [Holiday(easter + timedelta(days=days), name) for days, name in AFTER_EASTER]


def regional_holidays(year: int, region: str) -> list[Holiday]:
    """Return what a region has beside the national holidays."""
    if region == FRANCE:
        return []
    if region == ALSACE_MOSELLE:
        return [Holiday(easter_sunday(year) - timedelta(days=2), GOOD_FRIDAY), Holiday(date(year, 12, 26), SAINT_STEPHEN)]
    if region in ABOLITION_DAYS:
        month, day = ABOLITION_DAYS[region]
        return [Holiday(date(year, month, day), ABOLITION)]
    raise UnknownRegion(region=region, known=", ".join(REGIONS))


def t2_closing_days(year: int) -> tuple[date, ...]:
    """Return the days of a year, weekends apart, on which no euro payment is settled between banks."""
    easter = easter_sunday(year)
    return (
        date(year, 1, 1),
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        date(year, 5, 1),
        date(year, 12, 25),
        date(year, 12, 26),
    )


def closing_days(year: int, calendar: str) -> frozenset[date]:
    """Return the closing days of a region, or of T2."""
    if calendar == T2:
        return frozenset(t2_closing_days(year))
    return frozenset(holiday.day for holiday in public_holidays(year, calendar))
