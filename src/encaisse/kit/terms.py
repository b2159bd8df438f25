"""Payment terms: from the dates of an invoice to its due dates, and whether the law allows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from encaisse.kit.data import shipped
from encaisse.kit.dates import WorkingDays, add_months_clamped, end_of_month, first_after, working_days
from encaisse.kit.money import shared_out
from encaisse.kit.refusals import Refusal, gettext_noop


class UnknownTerms(Refusal):
    sentence = gettext_noop("“%(code)s” are not known payment terms. Choose one of: %(known)s.")


class UnknownMaximum(Refusal):
    sentence = gettext_noop("“%(code)s” is not a known legal maximum. Choose one of: %(known)s.")


class TermsDoNotSumTo100(Refusal):
    sentence = gettext_noop("The parts of the terms “%(code)s” sum to %(total)s %%: correct the percentages so that they sum to 100 %%.")


class Base(StrEnum):
    """From which date of the sale the delay runs."""

    INVOICE_DATE = "INVOICE_DATE"
    DELIVERY_DATE = "DELIVERY_DATE"
    RECEIPT_DATE = "RECEIPT_DATE"
    ORDER_DATE = "ORDER_DATE"
    CUSTOMS_DATE = "CUSTOMS_DATE"


DATE_OF = {
    Base.INVOICE_DATE: "invoiced_on",
    Base.DELIVERY_DATE: "delivered_on",
    Base.RECEIPT_DATE: "received_on",
    Base.ORDER_DATE: "ordered_on",
    Base.CUSTOMS_DATE: "cleared_customs_on",
}


class EndOfMonth(StrEnum):
    """The two lawful readings of “45 days end of month”: the end of month comes after the days, or before them."""

    NONE = "NONE"
    AFTER = "AFTER"
    BEFORE = "BEFORE"


class BusinessDayRule(StrEnum):
    """Where a due date goes when it falls on a closed day. No law moves it: NONE unless the contract says otherwise."""

    NONE = "NONE"
    FOLLOWING = "FOLLOWING"
    PRECEDING = "PRECEDING"


@dataclass(frozen=True, slots=True)
class SaleDates:
    """What is known of the dates of a sale; only the invoice date is always known."""

    invoiced_on: date
    delivered_on: date | None = None
    received_on: date | None = None
    ordered_on: date | None = None
    cleared_customs_on: date | None = None

    def known(self, base: Base) -> date | None:
        day: date | None = getattr(self, DATE_OF[base])
        return day

    def on(self, base: Base) -> date:
        """Return the base date, or the invoice date when the base is not known."""
        return self.known(base) or self.invoiced_on


@dataclass(frozen=True, slots=True)
class Part:
    """One due date of the terms, for a percentage of the amount."""

    days: int = 0
    months: int = 0
    end_of_month: EndOfMonth = EndOfMonth.NONE
    day_of_month: int | None = None
    base: Base = Base.INVOICE_DATE
    percent: Decimal = Decimal(100)


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    code: str
    names: Mapping[str, str]
    parts: tuple[Part, ...]
    business_day_rule: BusinessDayRule = BusinessDayRule.NONE

    def __post_init__(self) -> None:
        whole = sum((part.percent for part in self.parts), Decimal(0))
        if whole != 100:  # noqa: PLR2004 - percentages
            raise TermsDoNotSumTo100(code=self.code, total=whole)

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names["en"]


@dataclass(frozen=True, slots=True)
class DueLine:
    """One due date of an invoice; `is_estimated` when its base date is not known and the invoice date stood in for it."""

    part_no: int
    due_date: date
    amount: Decimal
    is_estimated: bool = False


def contractual_date(part: Part, base: date) -> date:
    """Return the due date of a part as the contract words it, whatever day of the week it falls on."""
    start = end_of_month(base) if part.end_of_month is EndOfMonth.BEFORE else base
    day = add_months_clamped(start, part.months) + timedelta(days=part.days)
    if part.end_of_month is EndOfMonth.AFTER:
        day = end_of_month(day)
    return first_after(day, part.day_of_month) if part.day_of_month else day


def moved(day: date, rule: BusinessDayRule, calendar: WorkingDays, *, not_before: date) -> date:
    if rule is BusinessDayRule.FOLLOWING:
        return calendar.next_open(day)
    if rule is BusinessDayRule.PRECEDING:
        return max(calendar.last_open(day), not_before)
    return day


def due_date(part: Part, base: date, *, rule: BusinessDayRule = BusinessDayRule.NONE, calendar: WorkingDays | None = None) -> date:
    """Return the due date of a part counted from its base date; never before the base date."""
    return moved(contractual_date(part, base), rule, calendar or working_days(), not_before=base)


def due_lines(
    terms: PaymentTerms, dates: SaleDates, *, amount: Decimal, currency: str, calendar: WorkingDays | None = None
) -> tuple[DueLine, ...]:
    """Return the due dates of an invoice and their amounts, which sum to the coin."""
    amounts = shared_out(amount, currency, [part.percent for part in terms.parts])
    return tuple(
        DueLine(
            part_no,
            due_date(part, dates.on(part.base), rule=terms.business_day_rule, calendar=calendar),
            share,
            is_estimated=dates.known(part.base) is None,
        )
        for part_no, (part, share) in enumerate(zip(terms.parts, amounts, strict=True), start=1)
    )


@cache
def known_terms() -> Mapping[str, PaymentTerms]:
    """Return the payment terms shipped with the product, by code."""
    return {row["code"]: terms_of(row) for row in shipped("encaisse.kit", "payment_terms")}


def payment_terms(code: str) -> PaymentTerms:
    if code not in known_terms():
        raise UnknownTerms(code=code, known=", ".join(known_terms()))
    return known_terms()[code]


def terms_of(row: Mapping[str, Any]) -> PaymentTerms:
    """Build payment terms from a table row: shipped with the product, or written by a creditor."""
    return PaymentTerms(
        code=row["code"],
        names={"fr": row["fr"], "en": row["en"]},
        parts=tuple(part_of(part) for part in row["parts"]),
        business_day_rule=BusinessDayRule(row.get("business_day_rule", "NONE")),
    )


def part_of(row: Mapping[str, Any]) -> Part:
    return Part(
        days=int(row.get("days", 0)),
        months=int(row.get("months", 0)),
        end_of_month=EndOfMonth(row.get("end_of_month", "NONE")),
        day_of_month=row.get("day_of_month"),
        base=Base(row.get("base", "INVOICE_DATE")),
        percent=Decimal(row.get("percent", 100)),
    )


class TermVerdict(StrEnum):
    OK = "OK"
    NEEDS_EXPRESS_CLAUSE = "NEEDS_EXPRESS_CLAUSE"
    EXCEEDS_MAX = "EXCEEDS_MAX"
    PUBLIC_MAX = "PUBLIC_MAX"


class PeriodEnd(StrEnum):
    """The delay runs from the end of the month, or of the ten-day period, of the base date."""

    MONTH = "MONTH"
    TEN_DAYS = "TEN_DAYS"


@dataclass(frozen=True, slots=True)
class LegalMaximum:
    """The longest payment delay the law allows in a case; `verified` tells whether the figure was read in a source."""

    code: str
    names: Mapping[str, str]
    base: Base
    basis: str
    verified: bool
    days: int | None = None
    days_from_october: int | None = None
    from_end_of: PeriodEnd | None = None
    end_of_month_days: int | None = None
    express_clause: bool = False
    periodic: str | None = None
    public: bool = False


@dataclass(frozen=True, slots=True)
class TermCheck:
    """What the law says of a due date: the verdict, the delay in days, and the caps it was compared with."""

    verdict: TermVerdict
    days: int
    cap: date | None
    end_of_month_cap: date | None
    basis: str


@cache
def legal_maxima() -> Mapping[str, LegalMaximum]:
    return {row["code"]: maximum_of(row) for row in shipped("encaisse.kit", "legal_maxima")}


def legal_maximum(code: str, *, periodic: bool = False) -> LegalMaximum:
    """Return the maximum of a sector; periodic invoices have their own in some sectors."""
    if code not in legal_maxima():
        raise UnknownMaximum(code=code, known=", ".join(legal_maxima()))
    maximum = legal_maxima()[code]
    return legal_maxima()[maximum.periodic] if periodic and maximum.periodic else maximum


def maximum_of(row: dict[str, Any]) -> LegalMaximum:
    facts = {key: value for key, value in row.items() if key not in ("fr", "en", "base", "from_end_of")}
    period_end = PeriodEnd(row["from_end_of"]) if "from_end_of" in row else None
    return LegalMaximum(names={"fr": row["fr"], "en": row["en"]}, base=Base(row["base"]), from_end_of=period_end, **facts)


def check_term(
    due: date,
    dates: SaleDates,
    *,
    sector: str = "GENERAL",
    reading: EndOfMonth | None = None,
    express_clause: bool = False,
    periodic: bool = False,
) -> TermCheck:
    """Compare a due date with the legal maximum of its sector.

    `reading` is the stored reading of the end-of-month clause: without any (None) the later of both is allowed, both being lawful;
    terms known to have no end-of-month clause (EndOfMonth.NONE) cannot use the derogation.
    """
    maximum = legal_maximum(sector, periodic=periodic)
    start = starting_day(maximum, dates)
    cap, late_cap = plain_cap(maximum, start), end_of_month_cap(maximum, start, reading)
    verdict = verdict_on(due, maximum, cap, late_cap, express_clause=express_clause)
    return TermCheck(verdict, (due - start).days, cap, late_cap, maximum.basis)


def starting_day(maximum: LegalMaximum, dates: SaleDates) -> date:
    """Return the day the legal delay runs from; a public buyer's runs from the performance when it is later than the receipt."""
    start = dates.on(maximum.base)
    return max(start, dates.delivered_on) if maximum.public and dates.delivered_on else start


def plain_cap(maximum: LegalMaximum, start: date) -> date | None:
    if maximum.days is None:
        return None
    in_autumn = maximum.days_from_october is not None and start.month >= 10  # noqa: PLR2004 - October
    days = maximum.days_from_october if in_autumn else maximum.days
    return end_of_period(start, maximum.from_end_of) + timedelta(days=days or 0)


def end_of_period(day: date, period: PeriodEnd | None) -> date:
    if period is None:
        return day
    if period is PeriodEnd.TEN_DAYS and day.day <= 20:  # noqa: PLR2004 - the third ten-day period ends with the month
        return day.replace(day=10 if day.day <= 10 else 20)  # noqa: PLR2004
    return end_of_month(day)


def end_of_month_cap(maximum: LegalMaximum, start: date, reading: EndOfMonth | None) -> date | None:
    if maximum.end_of_month_days is None or (reading is EndOfMonth.NONE and maximum.express_clause):
        return None
    delay = timedelta(days=maximum.end_of_month_days)
    caps = {EndOfMonth.AFTER: end_of_month(start + delay), EndOfMonth.BEFORE: end_of_month(start) + delay}
    return caps[reading] if reading in caps else max(caps.values())


def verdict_on(due: date, maximum: LegalMaximum, cap: date | None, late_cap: date | None, *, express_clause: bool) -> TermVerdict:
    if cap and due <= cap:
        return TermVerdict.OK
    if late_cap and due <= late_cap:
        return TermVerdict.NEEDS_EXPRESS_CLAUSE if maximum.express_clause and not express_clause else TermVerdict.OK
    return TermVerdict.PUBLIC_MAX if maximum.public else TermVerdict.EXCEEDS_MAX
