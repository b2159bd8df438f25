"""The rates of a new half-year, entered by a person with their source."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from encaisse.audit.models import Entry
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.refusals import NotAllowed
from encaisse.ledger import actions, queries
from encaisse.ledger.rules.rates import (
    HalfYearRates,
    NoRateGiven,
    NoSourceGiven,
    NotAHalfYear,
    RateMissing,
    RateUnlikely,
    ecb_rate,
    laid_over,
    missing_half_years,
    shipped_rates,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
JULY = date(2026, 7, 1)


def test_rates_entered_are_known_from_then_on_and_cite_their_source():
    with pytest.raises(RateMissing):
        ecb_rate(date(2026, 11, 17), queries.rates(SYSTEM))
    actions.enter_rates(SYSTEM, starts_on=JULY, ecb=Decimal("2.15"), source="bce.europa.eu, 1/7/2026")
    assert ecb_rate(date(2026, 11, 17), queries.rates(SYSTEM)) == Decimal("2.15")
    assert Entry.objects.get(did="ledger.enter_rates").change["source"] == "bce.europa.eu, 1/7/2026"


def test_a_correction_is_a_new_row_and_the_last_one_counts_figure_by_figure():
    actions.enter_rates(SYSTEM, starts_on=JULY, ecb=Decimal("2.51"), legal_professional=Decimal("2.5"), source="faute de frappe")
    actions.enter_rates(SYSTEM, starts_on=JULY, ecb=Decimal("2.15"), source="bce.europa.eu")
    assert queries.rates(SYSTEM)[JULY] == HalfYearRates(JULY, None, Decimal("2.5"), Decimal("2.15"))
    assert len(queries.entered_rates(SYSTEM)) == 2


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        pytest.param({"starts_on": date(2026, 7, 2), "ecb": Decimal(2)}, NotAHalfYear, id="a half-year begins on 1 January or 1 July"),
        pytest.param({"starts_on": JULY, "ecb": Decimal(215)}, RateUnlikely, id="215 % is a slip of the pen"),
        pytest.param({"starts_on": JULY}, NoRateGiven, id="a half-year without a rate says nothing"),
        pytest.param({"starts_on": JULY, "ecb": Decimal(2), "source": " "}, NoSourceGiven, id="a rate cites its source"),
    ],
)
def test_rates_that_cannot_be_are_refused(given, refusal):
    with pytest.raises(refusal):
        actions.enter_rates(SYSTEM, **{"source": "décret", **given})


def test_only_who_edits_settings_enters_rates():
    with pytest.raises(NotAllowed):
        actions.enter_rates(Actor(1, "Anne", all_creditors=True), starts_on=JULY, ecb=Decimal(2), source="x")


def test_the_half_years_whose_rates_are_missing_are_named():
    assert missing_half_years(shipped_rates(), on=date(2027, 2, 1)) == [JULY, date(2027, 1, 1)]
    full = laid_over(shipped_rates(), [HalfYearRates(JULY, Decimal(6), Decimal(2), Decimal(2))])
    assert missing_half_years(full, on=date(2026, 11, 17)) == []


def test_rates_are_entered_from_the_command_line(capsys):
    call_command("rates", "--set", "2026-07-01", "--ecb", "2.15", "--source", "bce.europa.eu", "--json")
    assert json.loads(capsys.readouterr().out)["rates"]["2026-07-01"]["ecb"] == "2.15"
