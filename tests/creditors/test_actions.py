"""Creditors: their calendar, quiet periods, bank accounts."""

from dataclasses import astuple
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from encaisse.creditors import actions, queries
from encaisse.creditors.actions import NewCreditor
from encaisse.creditors.models import BankAccount, WorkingDay
from encaisse.creditors.rules import NotAColumn, QuietPeriodBackwards
from encaisse.db.clock import stopped
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.dates import working_days
from encaisse.kit.holidays import REGIONS
from encaisse.kit.refusals import NotAllowed, NotFound
from encaisse.kit.siren import NotAnIban, NotASiren

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
IBAN = "FR76 3000 6000 0112 3456 7890 189"


@pytest.fixture
def creditor_id() -> int:
    with stopped(date(2026, 11, 17)):
        return actions.create_creditor(SYSTEM, NewCreditor(name="Maison Lambert", siren="552 100 554"))


def test_a_new_creditor_has_quiet_periods_in_summer_and_at_the_end_of_the_year(creditor_id):
    periods = [(period.from_on, period.to_on) for period in queries.quiet_periods(SYSTEM, creditor_id) if period.from_on.year == 2026]
    assert periods == [(date(2026, 8, 1), date(2026, 8, 23)), (date(2026, 12, 24), date(2027, 1, 2))]


def test_the_table_of_working_days_says_what_the_rules_say(creditor_id):
    days = WorkingDay.objects.filter(day__range=(date(2026, 1, 1), date(2028, 12, 31)))
    assert {row.region for row in days} == set(REGIONS)
    for region in REGIONS:
        numbered = [(row.day, row.is_open, row.next_open, row.open_no) for row in days.filter(region=region).order_by("day")]
        assert numbered == [astuple(day) for day in working_days(region).days(date(2026, 1, 1), date(2028, 12, 31))]


def test_filling_the_calendar_twice_adds_nothing(creditor_id):
    assert actions.fill_working_days(SYSTEM, years=(2026, 2027)) == 0
    assert actions.fill_working_days(SYSTEM, years=(2030, 2030)) == 365 * len(REGIONS)


def test_an_iban_is_kept_encrypted_and_found_by_its_digest(creditor_id):
    first = actions.add_bank_account(SYSTEM, creditor_id, name="Crédit", iban=IBAN)
    again = actions.add_bank_account(SYSTEM, creditor_id, name="Crédit", iban=IBAN.replace(" ", "").lower())
    assert first == again
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM creditors_bank_account WHERE position(%s IN iban_cipher) > 0", [b"30006000"])
        assert cursor.fetchone() == (0,)
    account = queries.default_iban(SYSTEM, creditor_id)
    assert (account.iban, account.is_default, BankAccount.objects.get().iban_hint) == ("FR7630006000011234567890189", True, "0189")


def test_a_new_year_has_the_usual_quiet_periods_that_were_kept_the_year_before(creditor_id):
    """Nobody looks two years ahead: without this, 1 August 2029 would be a day like any other. What was given up stays so."""
    last = max(period.from_on.year for period in queries.quiet_periods(SYSTEM, creditor_id))
    other = actions.create_creditor(SYSTEM, actions.NewCreditor(name="Négoce", siren="404833048", city="Lyon"))
    [summer] = [each for each in queries.quiet_periods(SYSTEM, other) if each.from_on == date(last, 8, 1)]
    actions.remove_quiet_period(SYSTEM, summer.id)
    for _ in range(2):
        actions.fill_working_days(SYSTEM, years=(last, last + 2))
    for pk, kept in ((creditor_id, {8, 12}), (other, {12})):
        for year in (last + 1, last + 2):
            found = [each for each in queries.quiet_periods(SYSTEM, pk) if each.from_on.year == year]
            assert [each.from_on.month for each in found] == sorted(kept)


def test_a_wrong_iban_a_wrong_siren_and_a_quiet_period_backwards_are_refused(creditor_id):
    with pytest.raises(NotAnIban):
        actions.add_bank_account(SYSTEM, creditor_id, name="x", iban="FR7630006000011234567890188")
    with pytest.raises(NotASiren):
        actions.create_creditor(SYSTEM, NewCreditor(name="x", siren="552100555"))
    with pytest.raises(QuietPeriodBackwards):
        actions.add_quiet_period(SYSTEM, creditor_id, from_on=date(2026, 5, 2), to_on=date(2026, 5, 1))
    with pytest.raises(NotAColumn):
        actions.update_creditor(SYSTEM, creditor_id, siren="443061841")


def test_today_is_the_day_at_the_creditor_s_place(creditor_id):
    far = actions.create_creditor(SYSTEM, NewCreditor(name="Nouméa", siren="443061841", timezone="Pacific/Noumea"))
    with stopped(datetime(2026, 11, 17, 20, tzinfo=UTC)):
        assert (queries.today_of(SYSTEM, creditor_id), queries.today_of(SYSTEM, far)) == (date(2026, 11, 17), date(2026, 11, 18))


def test_creditors_out_of_reach_are_not_found(creditor_id):
    other = actions.create_creditor(SYSTEM, NewCreditor(name="Autre", siren="443061841"))
    near = system_actor(frozenset({creditor_id}))
    assert [card.id for card in queries.creditors_in_reach(near)] == [creditor_id]
    assert queries.creditor_by_siren(near, "443061841") is None
    with pytest.raises(NotFound):
        queries.creditor(near, other)
    with pytest.raises(NotAllowed):
        actions.update_creditor(Actor(1, "Anne", all_creditors=True), creditor_id, name="x")


def test_a_customer_abroad_lives_by_the_french_calendar():
    assert queries.calendar(SYSTEM, "BE") is working_days("FR")


def test_the_letterhead_is_kept_by_its_hash(creditor_id):
    actions.set_letterhead(SYSTEM, creditor_id, content=b"<svg/>")
    assert len(queries.creditor(SYSTEM, creditor_id).letterhead_sha256) == 64
