"""How figures and days look, in French and in English: the one place that writes an amount for a reader."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Literal

from babel.dates import format_date, format_datetime, format_timedelta
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision, get_decimal_symbol, get_group_symbol
from django.utils import timezone
from django.utils.translation import get_language, gettext

from encaisse.kit.money import Money
from encaisse.kit.refusals import Refusal, refusal_again

NOTHING = "–"
A_MOMENT = timedelta(minutes=1)
# British dates: day before month, as on the paper that companies exchange in Europe.
LOCALES = {"fr": ("fr_FR", "fr_FR"), "en": ("en_US", "en_GB")}

# A kilobyte is 1,024 bytes, as the limits of the program count them; from a hundred on, no decimal.
SIZES = (("octets", "bytes"), ("ko", "KB"), ("Mo", "MB"), ("Go", "GB"))
WHOLE_FROM = 100


def locales() -> tuple[str, str]:
    """Return the locale of figures and the locale of days for the language in use."""
    return LOCALES.get((get_language() or "fr")[:2], LOCALES["fr"])


def money_text(value: Money | Decimal | int | None, currency: str = "EUR") -> str:
    if value is None:
        return NOTHING
    amount, unit = amount_and_currency(value, currency)
    before, after = around(unit, locales()[0], is_negative=amount < 0)
    return before + figures(-amount if amount < 0 else amount, unit) + after


def amount_text(value: Money | Decimal | int | None, currency: str = "EUR") -> str:
    """Write an amount without its currency, for columns whose heading names it."""
    return NOTHING if value is None else figures(*amount_and_currency(value, currency))


def amount_and_currency(value: Money | Decimal | int, currency: str) -> tuple[Decimal | int, str]:
    return (value.amount, value.currency) if isinstance(value, Money) else (value, currency)


def figures(amount: Decimal | int, currency: str) -> str:
    """Write the figures of an amount by hand: a page holds hundreds."""
    decimals, separators = writing_of(currency, locales()[0])
    return f"{amount:,.{decimals}f}".translate(separators)


@cache
def writing_of(currency: str, locale: str) -> tuple[int, dict[int, str]]:
    """Return how many decimals a currency has, and what a locale writes for Python's separators."""
    separators = str.maketrans({",": get_group_symbol(locale), ".": get_decimal_symbol(locale)})
    return get_currency_precision(currency), separators


@cache
def around(currency: str, locale: str, *, is_negative: bool) -> tuple[str, str]:
    """Return what a locale writes before and after the figures of an amount: the sign, the currency, the spaces."""
    decimals, separators = writing_of(currency, locale)
    before, _, after = format_currency(-1 if is_negative else 1, currency, locale=locale).partition(
        f"{1:.{decimals}f}".translate(separators)
    )
    return before, after


def reader_language() -> str:
    """Return the language in use: one of the two the product speaks."""
    return "fr" if locales()[0] == "fr_FR" else "en"


def colon() -> str:
    """Return the colon of the language in use: a French one keeps its distance."""
    return "\u00a0:" if locales()[0] == "fr_FR" else ":"


def quoted(words: str) -> str:
    """Return words between the quotation marks of the language in use."""
    return f"«\u00a0{words}\u00a0»" if locales()[0] == "fr_FR" else f"“{words}”"


def questioned(words: str) -> str:
    """Return words as a question of the language in use."""
    return f"{words}\u00a0?" if locales()[0] == "fr_FR" else f"{words}?"


def counts_text(counts: Mapping[str, Any], names: Mapping[str, Any]) -> str:
    """Write counts on a line, each by its name: « envoyés : 3 · en attente : 1 »."""
    return " · ".join(f"{names[key]}{colon()} {value}" for key, value in counts.items())


def list_text(words: Iterable[str]) -> str:
    """Write several names one after the other: « A, B et C »."""
    return str(format_list(list(words), locale=locales()[0]))


def number_text(value: Decimal | int | None) -> str:
    return NOTHING if value is None else number_in(value, locales()[0])


@lru_cache(maxsize=10_000)
def number_in(value: Decimal | int, locale: str) -> str:
    return str(format_decimal(value, locale=locale))


def percent_text(value: Decimal | int | None, digits: int = 0) -> str:
    """Write a ratio (0.125) as a percentage."""
    if value is None:
        return NOTHING
    pattern = {"fr_FR": "#,##0{}\u00a0%", "en_US": "#,##0{}%"}[locales()[0]].format("." + "0" * digits if digits else "")
    return str(format_percent(value, format=pattern, locale=locales()[0]))


def size_text(count: int | None) -> str:
    """Write how much a file weighs: « 340 ko », « 1,4 Mo » in French, 340 KB, 1.4 MB in English."""
    if count is None:
        return NOTHING
    power = min((max(count, 1).bit_length() - 1) // 10, len(SIZES) - 1)
    weight = Decimal(count) / (1 << 10 * power)
    shown = weight.quantize(Decimal("0.1") if power > 1 and weight < WHOLE_FROM else Decimal(1))
    unit = SIZES[power][locales()[0] != "fr_FR"]
    return f"{number_text(shown)}\u00a0{unit}"


def day_text(value: date | None, style: str = "medium") -> str:
    """Write a day: `short` is 17/11/2026, `medium` 17 nov. 2026, `long` 17 novembre 2026, `full` adds the weekday."""
    return NOTHING if value is None else day_in(value, style, locales()[1])


@lru_cache(maxsize=10_000)
def day_in(value: date, style: str, locale: str) -> str:
    """Write a day once for all the lines that show it."""
    pattern = "dd/MM/yyyy" if style == "short" else style
    return str(format_date(value, pattern, locale=locale))


def instant_text(value: datetime | None, style: str = "medium") -> str:
    if value is None:
        return NOTHING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    pattern = {"short": "dd/MM HH:mm", "time": "HH:mm"}.get(style, "d MMM yyyy, HH:mm")
    return str(format_datetime(local, pattern, locale=locales()[1]))


def ago_text(value: date | datetime | None, on: date | datetime | None = None) -> str:
    """Say how long ago (or in how long) something is, seen from `on`; a day is compared with a day."""
    if value is None:
        return NOTHING
    away = distance(value, on)
    if isinstance(value, datetime) and abs(away) < A_MOMENT:
        return gettext("just now")
    # A day that passed is « 1 jour », never « 24 heures ».
    smallest: Literal["second", "day"] = "second" if isinstance(value, datetime) else "day"
    return str(format_timedelta(away, granularity=smallest, add_direction=True, threshold=1.2, locale=locales()[1]))


def distance(value: date | datetime, on: date | datetime | None) -> timedelta:
    if isinstance(value, datetime):
        return value - (on if isinstance(on, datetime) else timezone.now())
    seen_from = timezone.localdate() if on is None else on
    return value - (seen_from.date() if isinstance(seen_from, datetime) else seen_from)


def readable(value: Any) -> Any:
    """Return a figure of a refusal as the reader expects to see it; words stay as they are."""
    if isinstance(value, Money):
        return money_text(value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return day_text(value)
    return number_text(value) if isinstance(value, Decimal) else value


def kept_refusal_text(kept: Any, translate: Any) -> str:
    """Return what a kept refusal says in the reader's language; one kept as a plain sentence stays as it is."""
    if not isinstance(kept, dict):
        return str(kept or "")
    refusal = refusal_again(kept)
    return refusal_text(refusal, translate) if refusal else ""


def refusal_text(refusal: Refusal, translate: Any) -> str:
    """Return the sentence of a refusal in the reader's language, its figures written the reader's way."""
    sentence = str(translate(refusal.sentence))
    return sentence % {name: readable(value) for name, value in refusal.said_values(translate).items()} if refusal.values else sentence
