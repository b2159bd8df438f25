"""How figures and days look to a French and to an English reader."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from babel.numbers import format_currency
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import strategies as st

from encaisse.kit.money import Money
from encaisse.kit.refusals import Refusal
from encaisse.ui import formats

TUESDAY = date(2026, 11, 17)
NARROW, NBSP = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        pytest.param("fr", Money(Decimal("1234.56"), "EUR"), f"1{NARROW}234,56{NBSP}€", id="French euros"),
        pytest.param("en", Money(Decimal("1234.56"), "EUR"), "€1,234.56", id="English euros"),
        pytest.param("fr", Money(Decimal(1500), "JPY"), f"1{NARROW}500{NBSP}JPY", id="a currency without decimals"),
        pytest.param("fr", Money(Decimal("-12.5"), "EUR"), f"-12,50{NBSP}€", id="a credit keeps its sign"),
        pytest.param("fr", Decimal(5), f"5,00{NBSP}€", id="a bare amount is in euros"),
        pytest.param("fr", None, "–", id="nothing known is a dash, not a zero"),
    ],
)
def test_money(language: str, value: Money | Decimal | None, words: str) -> None:
    with override(language):
        assert formats.money_text(value) == words


def test_an_amount_without_its_currency_keeps_the_currencys_decimals() -> None:
    with override("fr"):
        assert formats.amount_text(Money(Decimal("1234.5"), "EUR")) == f"1{NARROW}234,50"
        assert formats.amount_text(Money(Decimal("1.5"), "TND")) == "1,500"


@given(
    value=st.decimals(min_value=-(10**12), max_value=10**12, places=4) | st.integers(-(10**9), 10**9),
    currency=st.sampled_from(["EUR", "JPY", "TND", "USD"]),
    language=st.sampled_from(["fr", "en"]),
)
def test_an_amount_written_by_hand_reads_as_babel_writes_it(value: Decimal | int, currency: str, language: str) -> None:
    with override(language):
        babels = format_currency(value, currency, format="#,##0.00;-#,##0.00", locale=formats.locales()[0])
        assert formats.amount_text(value, currency) == babels
        if value:  # Babel writes a minus before nothing
            assert formats.money_text(value, currency) == format_currency(value, currency, locale=formats.locales()[0])


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [
        pytest.param(0, f"0{NBSP}octets", f"0{NBSP}bytes", id="nothing"),
        pytest.param(1023, f"1{NARROW}023{NBSP}octets", f"1,023{NBSP}bytes", id="less than a kilobyte"),
        pytest.param(348_160, f"340{NBSP}ko", f"340{NBSP}KB", id="kilobytes have no decimal"),
        pytest.param(1_468_006, f"1,4{NBSP}Mo", f"1.4{NBSP}MB", id="megabytes have one"),
        pytest.param(15 << 20, f"15{NBSP}Mo", f"15{NBSP}MB", id="the limit of a file reads as the limit"),
        pytest.param(157_286_400, f"150{NBSP}Mo", f"150{NBSP}MB", id="none when they are many"),
        pytest.param(5 << 30, f"5{NBSP}Go", f"5{NBSP}GB", id="gigabytes"),
        pytest.param(None, "–", "–", id="nothing known is a dash"),
    ],
)
def test_the_weight_of_a_file_is_written_in_the_units_of_the_reader(count: int | None, french: str, english: str) -> None:
    for language, words in (("fr", french), ("en", english)):
        with override(language):
            assert formats.size_text(count) == words


@pytest.mark.parametrize(
    ("language", "style", "words"),
    [
        ("fr", "short", "17/11/2026"),
        ("fr", "medium", "17 nov. 2026"),
        ("fr", "full", "mardi 17 novembre 2026"),
        ("en", "short", "17/11/2026"),
        ("en", "long", "17 November 2026"),
    ],
)
def test_day(language: str, style: str, words: str) -> None:
    with override(language):
        assert formats.day_text(TUESDAY, style) == words


def test_an_instant_is_told_in_the_creditors_country() -> None:
    with override("fr"):
        assert formats.instant_text(datetime(2026, 11, 17, 8, 5, tzinfo=UTC)) == "17 nov. 2026, 09:05"
        assert formats.instant_text(datetime(2026, 11, 17, 8, 5, tzinfo=UTC), "time") == "09:05"


def test_what_came_within_a_minute_came_just_now() -> None:
    noon = datetime(2026, 11, 17, 12, tzinfo=UTC)
    with override("fr"):
        assert [formats.ago_text(noon, noon + timedelta(seconds=late)) for late in (0, 59)] == ["à l’instant", "à l’instant"]
        assert formats.ago_text(noon, noon + timedelta(minutes=2)) == "il y a 2 minutes"


def test_how_long_ago_is_seen_from_the_day_of_reckoning() -> None:
    with override("fr"):
        assert formats.ago_text(date(2026, 11, 14), TUESDAY) == "il y a 3 jours"
        assert formats.ago_text(date(2026, 11, 25), TUESDAY) == "dans 8 jours"
        assert formats.ago_text(date(2026, 11, 16), TUESDAY) == "il y a 1 jour"


def test_a_percentage_is_written_the_readers_way() -> None:
    with override("fr"):
        assert formats.percent_text(Decimal("0.125"), 1) == f"12,5{NBSP}%"
    with override("en"):
        assert formats.percent_text(Decimal("0.2")) == "20%"


class TooMuch(Refusal):
    sentence = "%(asked)s cannot be promised before %(day)s."


def test_the_figures_of_a_refusal_are_written_the_readers_way() -> None:
    refusal = TooMuch(asked=Money(Decimal(1000), "EUR"), day=TUESDAY)
    with override("fr"):
        assert formats.refusal_text(refusal, gettext) == f"1{NARROW}000,00{NBSP}€ cannot be promised before 17 nov. 2026."


@pytest.mark.parametrize(("language", "written"), [("fr", f"{NBSP}:"), ("en", ":")])
def test_a_colon_between_two_words_is_the_one_of_the_language(language: str, written: str) -> None:
    with override(language):
        assert formats.colon() == written


@pytest.mark.parametrize(
    ("language", "quoted", "questioned"),
    [("fr", f"«{NBSP}Déjà payé{NBSP}»", f"Déjà payé{NBSP}?"), ("en", "“Déjà payé”", "Déjà payé?")],
)
def test_words_are_quoted_and_questioned_as_the_language_does(language: str, quoted: str, questioned: str) -> None:
    with override(language):
        assert (formats.quoted("Déjà payé"), formats.questioned("Déjà payé")) == (quoted, questioned)
