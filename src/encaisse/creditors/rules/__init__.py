"""Words and refusals of the entities whose receivables are collected."""

from dataclasses import dataclass, field
from datetime import date, time
from zoneinfo import available_timezones

from encaisse.kit.dates import clamped
from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.kit.siren import NotASiren, normalised_siren, normalised_vat_number, vat_number_of

SIREN_DIGITS = 9

# The calendar is kept from two years back (facts of the past are aged too) to two years ahead.
YEARS_BACK = 2
YEARS_AHEAD = 2


class QuietPeriodBackwards(Refusal):
    sentence = gettext_noop("A quiet period cannot end on %(to_on)s before it begins on %(from_on)s. Swap the two dates.")


class SirenTaken(Refusal):
    sentence = gettext_noop("A company with the SIREN %(siren)s is already there. Choose it in the list, or check the number.")


class VatOfAnother(Refusal):
    sentence = gettext_noop(
        "The VAT number %(vat_number)s is not the one of the SIREN %(siren)s, which would be %(expected)s. Correct one of the two numbers."
    )


class UnknownTimeZone(Refusal):
    sentence = gettext_noop("“%(timezone)s” is no time zone. Write one such as Europe/Paris or Indian/Reunion.")


class ClosedAlready(Refusal):
    sentence = gettext_noop("%(day)s is closed already: a week-end, a public holiday or a day entered before. Choose another day.")


class NotAColumn(Refusal):
    sentence = gettext_noop("“%(names)s” cannot be changed on a creditor. Change one of: %(known)s.")


@dataclass(frozen=True, slots=True)
class NewCreditor:
    name: str
    siren: str
    short_name: str = ""
    vat_number: str = ""
    legal_form: str = ""
    capital: str = ""
    registry: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "FR"
    phone: str = ""
    email: str = ""
    currency: str = "EUR"
    timezone: str = "Europe/Paris"
    region: str = "FR"
    terms_code: str = "NET30"
    sending_slot: time | None = None
    is_demonstration: bool = False
    website: str = ""
    legal_mentions: str = ""
    mediator_name: str = ""
    mediator_address: str = ""
    mediator_site: str = ""
    handover_to: str = ""
    handover_for: str = ""


def siren_of(new: NewCreditor) -> str:
    """Return the SIREN of a new creditor. An invented company needs its nine digits only: files made anonymous carry invented numbers."""
    digits = "".join(new.siren.split())
    if new.is_demonstration and len(digits) == SIREN_DIGITS and digits.isascii() and digits.isdigit():
        return digits
    return normalised_siren(new.siren)


def vat_number_said(vat_number: str, *, siren: str, is_demonstration: bool) -> str:
    """Return a VAT number as it is written, or refuse it. A French one is that of its SIREN; an invented company has an invented one."""
    if not vat_number or is_demonstration:
        return vat_number
    written = normalised_vat_number(vat_number)
    expected = vat_number_expected(siren)
    if expected and written.startswith("FR") and written != expected:
        raise VatOfAnother(vat_number=written, siren=siren, expected=expected)
    return written


def vat_number_expected(siren: str) -> str:
    """Return the VAT number that goes with a SIREN; nothing for an invented one."""
    try:
        return vat_number_of(siren)
    except NotASiren:
        return ""


def check_time_zone(timezone: str) -> None:
    if timezone not in available_timezones():
        raise UnknownTimeZone(timezone=timezone)


@dataclass(frozen=True, slots=True)
class Quiet:
    name: str
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class YearlyQuiet:
    """A quiet period that comes back every year, given by month and day."""

    name: str
    begins: tuple[int, int]
    ends: tuple[int, int] = field(default=(12, 31))

    def of(self, year: int) -> Quiet:
        ends_in = year + (self.ends < self.begins)
        return Quiet(self.name, day_of(year, self.begins), day_of(ends_in, self.ends))


# When most customers' accounts departments are closed: firm reminders wait (product rule 15).
DEFAULT_QUIET_PERIODS = (
    YearlyQuiet("Fermeture d’été", (8, 1), (8, 23)),
    YearlyQuiet("Fin d’année", (12, 24), (1, 2)),
)


def day_of(year: int, month_day: tuple[int, int]) -> date:
    month, day = month_day
    return clamped(date(year, month, 1), day)


def default_quiet_periods(first_year: int, last_year: int) -> list[Quiet]:
    return [period.of(year) for year in range(first_year, last_year + 1) for period in DEFAULT_QUIET_PERIODS]


def renewed_quiet_periods(year: int) -> list[tuple[Quiet, Quiet]]:
    """Return each usual quiet period of the year before, with that of a year that follows from it."""
    return [(period.of(year - 1), period.of(year)) for period in DEFAULT_QUIET_PERIODS]


def check_quiet_period(from_on: date, to_on: date) -> None:
    if to_on < from_on:
        raise QuietPeriodBackwards(from_on=from_on, to_on=to_on)


def is_quiet(periods: list[Quiet], day: date) -> bool:
    return any(period.from_on <= day <= period.to_on for period in periods)
