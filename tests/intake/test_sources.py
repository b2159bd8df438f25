"""The sources of facts: how old each may be, what it holds back, who may say so."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from encaisse.audit.models import Entry
from encaisse.creditors import queries as creditors
from encaisse.creditors.models import Creditor
from encaisse.db.clock import stopped
from encaisse.intake.queries.feeds import feeds
from encaisse.intake.queries.sources import sources
from encaisse.intake.rules.feeds import KINDS_OF, Feed
from encaisse.intake.templatetags import sources as source_words
from encaisse.kit.actor import system_actor
from encaisse.kit.dates import working_days
from encaisse.ledger import actions, queries
from encaisse.ledger.rules.freshness import FreshDaysOutside, is_old, silent_from, trusted_until
from encaisse.people.models import Membership, User

SYSTEM = system_actor()
FRANCE = working_days()
TUESDAY = date(2026, 11, 17)
FRIDAY = date(2026, 11, 13)


# The rule, without a database


@pytest.mark.parametrize(("days", "old"), [(1, True), (2, False), (3, False)])
def test_a_source_may_be_as_old_as_the_days_it_is_given(days, old):
    assert is_old(FRIDAY, fresh_days=days, on=TUESDAY, calendar=FRANCE) is old


@pytest.mark.parametrize("known", [date(2026, 11, 9), date(2026, 11, 11), date(2026, 11, 14), FRIDAY])
@pytest.mark.parametrize("days", [0, 1, 2, 3, 7])
def test_the_day_relied_on_says_old_exactly_when_the_source_is(known, days):
    relied = trusted_until(known, fresh_days=days, calendar=FRANCE)
    for on in (date(2026, 11, day) for day in range(9, 30)):
        assert is_old(known, fresh_days=days, on=on, calendar=FRANCE) == is_old(relied, fresh_days=2, on=on, calendar=FRANCE)


def test_what_fell_due_two_working_days_before_the_facts_may_be_chased_and_the_next_day_not():
    assert silent_from(FRIDAY, calendar=FRANCE) == date(2026, 11, 12)  # 10 November + 2 working days (11/11 is none) = Friday 13


# The screen and the command


@pytest.fixture
def source(creditor: Creditor) -> int:
    source_id = actions.source(SYSTEM, creditor.pk, kind="bank", name="Banque")
    actions.set_freshness(SYSTEM, source_id, true_until_on=date(2026, 11, 10))
    return source_id


@pytest.fixture
def morning():
    with stopped(TUESDAY):
        yield


def browser(creditor: Creditor, role: str) -> Client:
    user = User.objects.create(email=f"{role.lower()}@example.org", name=role)
    Membership.objects.create(user=user, role=role, creditor_id=creditor.pk, from_on=date(2020, 1, 1))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_source_given_a_week_is_fresh_again_and_every_account_is_looked_at(creditor, source, morning):
    assert [row.state for row in sources(SYSTEM)] == ["old"]
    actions.set_threshold(SYSTEM, source, fresh_days=5)
    assert [row.state for row in sources(SYSTEM)] == ["fresh"]
    assert creditors.calendar_changed_at(SYSTEM, creditor.pk) is not None
    assert Entry.objects.filter(did="ledger.set_threshold", subject_id=source).count() == 1


def test_a_source_no_longer_fed_holds_nothing_back(creditor, source, morning):
    assert queries.oldest_source(SYSTEM, creditor.pk).name == "Banque"
    actions.set_threshold(SYSTEM, source, fresh_days=2, is_retired=True)
    assert queries.oldest_source(SYSTEM, creditor.pk) is None
    assert queries.facts_true_until(SYSTEM, creditor.pk) is None


def test_the_oldest_source_is_the_one_whose_given_days_end_first(creditor, source, morning):
    books = actions.source(SYSTEM, creditor.pk, kind="fec", name="Comptabilité")
    actions.set_freshness(SYSTEM, books, true_until_on=date(2026, 11, 12))
    assert queries.oldest_source(SYSTEM, creditor.pk).name == "Banque"
    actions.set_threshold(SYSTEM, source, fresh_days=10)
    assert queries.oldest_source(SYSTEM, creditor.pk).name == "Comptabilité"


def test_a_month_is_the_most(source):
    with pytest.raises(FreshDaysOutside):
        actions.set_threshold(SYSTEM, source, fresh_days=31)


def test_the_screen_says_what_an_old_source_blocks(creditor, source, morning):
    shown = browser(creditor, "ACCOUNTANT").get(reverse("intake:sources")).content.decode()
    assert "Banque" in shown
    assert "trop ancienne pour relancer" in shown
    assert "fresh_days" not in shown


def test_an_administrator_sets_the_days_on_the_screen_and_nobody_else(creditor, source, morning):
    url = reverse("intake:threshold_set", args=[source])
    assert browser(creditor, "ACCOUNTANT").post(url, {"fresh_days": "5"}).status_code == 403
    admin = browser(creditor, "ADMIN")
    assert admin.post(url, {"fresh_days": "99"}).status_code == 422
    assert "fraîche" in admin.post(url, {"fresh_days": "5"}, follow=True).content.decode()


def test_the_command_shows_the_sources_and_gives_one_more_days(source, morning):
    out = StringIO()
    call_command("sources", "--source", "Banque", "--days", "5", "--json", stdout=out)
    [told] = json.loads(out.getvalue())
    assert (told["source"], told["state"], told["may_be_old_days"], told["age_days"]) == ("Banque", "fresh", 5, 4)


# Every feed, even before its first file -------------------------------------------------------------------------------------


def test_every_kind_of_source_belongs_to_one_feed_and_is_named():
    kinds = [kind for feed in Feed for kind in KINDS_OF[feed]]
    assert sorted(kinds) == sorted(source_words.KINDS)
    assert set(source_words.FEEDS) == set(Feed)


@pytest.mark.django_db
def test_a_feed_by_which_nothing_came_says_what_is_not_known():
    rows = feeds(SYSTEM)
    assert [row.state for row in rows] == ["empty"] * len(Feed)
    assert all(row.latest is None for row in rows)
    with translation.override("fr"):
        assert "refus" in source_words.feed_silence("life_cycle")


@pytest.mark.django_db
def test_the_command_names_the_feeds_by_which_nothing_came():
    out = StringIO()
    call_command("sources", stdout=out)
    assert out.getvalue().count("–") >= len(Feed)
