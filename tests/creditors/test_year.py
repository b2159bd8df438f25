"""The year of a company: numbered open days, exceptional days, what a change moves, on screen and by command."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from encaisse.audit.models import Entry
from encaisse.creditors import actions, queries
from encaisse.creditors.actions import NewCreditor, days
from encaisse.creditors.rules import ClosedAlready, Quiet
from encaisse.creditors.rules.year import ClosedByTheCompany, DayKind, NothingExceptional, OpenAlready, OwnDays, months_of
from encaisse.kit.actor import Role, system_actor
from encaisse.kit.dates import beside, without, working_days
from encaisse.kit.holidays import public_holidays
from encaisse.people import actions as people
from encaisse.people.models import User

SYSTEM = system_actor()
BRIDGE = date(2027, 5, 7)
WHIT_MONDAY = date(2027, 5, 17)
SATURDAY = date(2027, 1, 9)


def own(closed: dict[date, str] | None = None, opened: dict[date, str] | None = None) -> OwnDays:
    calendar = without(beside(working_days(), frozenset(opened or {})), frozenset(closed or {}))
    return OwnDays(calendar, public_holidays(2027), closed or {}, opened or {}, [Quiet("Été", date(2027, 8, 1), date(2027, 8, 23))])


def day_in(months, day: date):
    return next(each for month in months for each in month.days if each.day == day)


# The rule, without a database


def test_a_year_has_twelve_months_of_whole_weeks_and_every_day_once():
    months = months_of(2027, own())
    assert [day.day.toordinal() for month in months for day in month.days] == list(
        range(date(2027, 1, 1).toordinal(), date(2028, 1, 1).toordinal())
    )
    assert all(len(week) == 7 for month in months for week in month.weeks)


def test_open_days_are_numbered_from_one_to_their_count():
    numbers = [day.number for month in months_of(2027, own()) for day in month.days if day.is_open]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_day_says_its_holidays_its_closing_and_its_quiet_period():
    months = months_of(2027, own({BRIDGE: "Pont"}, {WHIT_MONDAY: "Solidarité"}))
    assert (day_in(months, BRIDGE).kind, day_in(months, BRIDGE).names) == (DayKind.CLOSED, ("Pont",))
    assert (day_in(months, WHIT_MONDAY).kind, day_in(months, WHIT_MONDAY).is_open) == (DayKind.OPENED, True)
    assert day_in(months, date(2027, 7, 14)).names == ("Bastille Day",)
    assert (day_in(months, date(2027, 8, 23)).quiet, day_in(months, date(2027, 8, 24)).quiet) == ("Été", None)


# The company, on screen and by command


@pytest.fixture
def creditor_id(db, settings, tmp_path) -> int:
    settings.VAR = tmp_path
    return actions.create_creditor(SYSTEM, NewCreditor(name="Maison Lambert", siren="552 100 554"))


def browser(*roles: Role) -> Client:
    user_id = people.create_user(SYSTEM, email=f"{roles[0].lower()}@exemple.fr", name="Anne")
    for role in roles:
        people.set_membership(SYSTEM, user_id, role=role, from_on=date(2020, 1, 1))
    client = Client()
    client.force_login(User.objects.get(id=user_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def year_of(client: Client, creditor_id: int, year: int = 2027) -> str:
    return client.get(reverse("creditors:calendars"), {"creditor": creditor_id, "year": year}).content.decode()


def test_closing_a_day_renumbers_the_year_and_says_what_it_moves(creditor_id):
    client = browser(Role.ADMIN)
    shown = client.post(
        reverse("creditors:day_change", args=[creditor_id]), {"day": BRIDGE, "kind": "closed", "name": "Pont"}, follow=True
    ).content.decode()
    assert "2027 compte désormais 253 jours ouvrés au lieu de 254" in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert "Pont" in shown
    assert not queries.own_calendar(SYSTEM, creditor_id).is_open(BRIDGE)
    assert Entry.objects.filter(did="creditors.close_day", creditor_id=creditor_id).count() == 1


def test_a_holiday_worked_counts_and_is_taken_back(creditor_id):
    client = browser(Role.ADMIN)
    client.post(reverse("creditors:day_change", args=[creditor_id]), {"day": WHIT_MONDAY, "kind": "opened", "name": "Solidarité"})
    assert queries.own_calendar(SYSTEM, creditor_id).is_open(WHIT_MONDAY)
    assert "Solidarité" in year_of(client, creditor_id)
    client.post(reverse("creditors:day_undo", args=[creditor_id, WHIT_MONDAY]))
    assert not queries.own_calendar(SYSTEM, creditor_id).is_open(WHIT_MONDAY)


def test_a_day_that_is_already_so_is_refused(creditor_id):
    with pytest.raises(ClosedAlready):
        days.close_day(SYSTEM, creditor_id, day=SATURDAY)
    with pytest.raises(OpenAlready):
        days.work_day(SYSTEM, creditor_id, day=BRIDGE)
    days.close_day(SYSTEM, creditor_id, day=BRIDGE)
    with pytest.raises(ClosedByTheCompany):
        days.work_day(SYSTEM, creditor_id, day=BRIDGE)
    with pytest.raises(NothingExceptional):
        days.follow_region(SYSTEM, creditor_id, day=SATURDAY)


def test_a_collector_sees_the_year_and_changes_nothing(creditor_id):
    client = browser(Role.COLLECTOR)
    assert "Calendrier 2027" in year_of(client, creditor_id)
    assert "day_change" not in year_of(client, creditor_id)
    assert client.post(reverse("creditors:day_change", args=[creditor_id]), {"day": BRIDGE, "kind": "closed"}).status_code == 403


def test_a_wrong_year_or_no_company_is_no_fault(db, settings, tmp_path):
    settings.VAR = tmp_path
    client = browser(Role.ADMIN)
    assert "Pas encore de société" in year_of(client, 1)
    actions.create_creditor(SYSTEM, NewCreditor(name="Maison Lambert", siren="552 100 554"))
    assert client.get(reverse("creditors:calendars"), {"year": "20000", "creditor": "x"}).status_code == 200


def test_every_change_of_the_days_is_dated_for_the_next_run(creditor_id):
    assert queries.calendar_changed_at(SYSTEM, creditor_id) is None
    days.close_day(SYSTEM, creditor_id, day=BRIDGE)
    assert queries.calendar_changed_at(SYSTEM, creditor_id) is not None


def test_the_command_shows_and_changes_the_year(creditor_id):
    out = StringIO()
    call_command("working_days", "--close", str(BRIDGE), "--name", "Pont", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["year"], told["open_days"], len(told["months"])) == (2027, 253, 12)
    assert {"day": "2027-05-07", "kind": "closed", "names": ["Pont"]} in told["special"]
