"""The pages of dunning: what they show, for whom, with htmx and without, in a fixed number of queries, in both languages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dunning.pages import FOR_THE_CFO, HTMX, MAIL, ON, SYSTEM, Company
from dunning.payers import scenario
from encaisse.audit.models import Entry
from encaisse.customers import actions as customers
from encaisse.db.clock import stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.actions import orders
from encaisse.dunning.models import Decision, GoLive, Hold, PlannedAction, Run, RunOrder, SegmentScenario
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.dunning.rules.reprise import GoLiveChoice
from encaisse.kit.actor import Actor, Grant, Mode, Permission, Role, Scope
from encaisse.ledger import actions as ledger
from encaisse.ledger.models import Source

pytestmark = pytest.mark.django_db
OLD = date(2026, 7, 31)
COLLECTOR = 7


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with stopped(ON):
        yield ON


@pytest.fixture
def company(db: None) -> Company:
    return Company()


@pytest.fixture
def browser(company: Company) -> Client:
    return company.browser()


def url(name: str, *args: object) -> str:
    return reverse(f"dunning:{name}", args=args)


def text(response: object) -> str:
    return response.content.decode()


def queries_of(browser: Client, address: str) -> int:
    browser.get(address)  # signs the session in and fills the caches
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


# Every page


PAGES = ["approval", "not_dunned", "runs", "scenarios", "holds"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_anything_says_what_to_do(browser, name):
    response = browser.get(url(name))
    assert response.status_code == 200
    assert "empty-state" in text(response) or name == "scenarios"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_answers_htmx_with_its_panel_only(browser, name):
    assert "<html" not in text(browser.get(url(name), **HTMX))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "fr",
            {
                "approval": "Net demandé",
                "not_dunned": "Ce qui n’est pas relancé",
                "runs": "Lancer la journée",
                "scenarios": "Qui suit quoi",
                "holds": "Suspensions",
            },
        ),
        (
            "en",
            {
                "approval": "Net asked",
                "not_dunned": "What is not chased",
                "runs": "Run the day",
                "scenarios": "Who follows what",
                "holds": "Holds",
            },
        ),
    ],
    ids=["French", "English"],
)
def test_every_page_speaks_the_reader_s_language(company, language, words):
    company.late("C1", "Garage Dupont", "1000")
    company.run()
    reader = company.browser(language=language)
    for name, expected in words.items():
        assert expected in text(reader.get(url(name))), name


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("approval", Role.SALESPERSON),
        ("approval", Role.AUDITOR),
        ("go_live", Role.SALESPERSON),
        ("runs", Role.LEGAL),
        ("not_dunned", Role.ADMIN),
    ],
)
def test_a_page_is_refused_to_who_has_nothing_to_do_there(company, name, role):
    assert company.browser(role).get(url(name)).status_code == 403


@pytest.mark.parametrize("name", ["approval", "not_dunned", "runs", "holds", "scenarios"])
def test_a_page_costs_the_same_queries_for_one_customer_and_for_five(company, browser, name):
    def fill(codes: range) -> None:
        for number in codes:
            pk = company.late(f"C{number}", f"Client {number}", "1000")
            kept = company.late(f"H{number}", f"Suspendu {number}", "1000")
            actions.set_hold(SYSTEM, customer_id=kept, reason=HoldReason.INTERNAL_CHECK, on=ON, until_on=ON + timedelta(days=9))
            assert pk
        company.run(full=True)

    fill(range(1))
    few = queries_of(browser, url(name))
    fill(range(1, 5))
    assert queries_of(browser, url(name)) == few


# To approve


def test_a_draft_shows_its_reason_its_amount_and_the_exact_message(company, browser):
    company.late("C1", "Garage Dupont", "1000")
    company.run()
    page = text(browser.get(url("approval")))
    [draft] = PlannedAction.objects.all()
    assert "Garage Dupont" in page
    assert "1\u202f000,00\u00a0€" in page
    assert "c1@client.example" in page
    assert f'sandbox src="{url("draft_message", draft.pk)}"' in page
    message = browser.get(url("draft_message", draft.pk))
    assert "F-C1" in text(message)
    assert message.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_drafts_are_filtered_by_channel_and_level(company, browser):
    company.late("C1", "Garage Dupont", "1000")
    company.run()
    assert "Garage Dupont" in text(browser.get(url("approval"), {"channel": "email", "level": "1"}))
    for nothing in ({"channel": "letter"}, {"level": "3"}):
        assert "<tr data-row>" not in text(browser.get(url("approval"), nothing))
    assert "Garage Dupont" in text(browser.get(url("approval"), {"channel": "pigeon", "level": "12"}))


def test_the_ticked_drafts_are_approved_at_once(company, browser):
    for code in ("C1", "C2"):
        company.late(code, f"Client {code}", "1000")
    company.run()
    first, second = PlannedAction.objects.order_by("id")
    response = browser.post(url("approve"), {"ids": [first.pk]}, **HTMX)
    assert response.status_code == 200
    assert "1 action approuvée." in response.headers["HX-Trigger"].encode().decode("unicode_escape")
    states = dict(PlannedAction.objects.values_list("id", "state"))
    assert states == {first.pk: "approved", second.pk: "to_approve"}


def test_the_whole_list_is_approved_without_ticking(company, browser):
    for code in ("C1", "C2", "C3"):
        company.late(code, f"Client {code}", "1000")
    company.run()
    assert browser.post(url("approve"), {"everything": "1"}).status_code == 302
    assert set(PlannedAction.objects.values_list("state", flat=True)) == {"approved"}


def test_nothing_ticked_is_said(company, browser):
    response = browser.post(url("approve"), {}, **HTMX)
    assert response.status_code == 422
    assert "Cochez au moins une ligne." in text(response)


def test_an_approved_message_waits_for_its_hour_and_can_be_withdrawn_until_then(company, browser):
    company.late("C1", "Garage Dupont", "1000")
    company.run()
    [draft] = PlannedAction.objects.all()
    browser.post(url("approve"), {"ids": [draft.pk]})
    assert "Approuvés, pas encore partis" in text(browser.get(url("approval")))
    assert browser.post(url("withdraw"), {"ids": [draft.pk]}, **HTMX).status_code == 422
    browser.post(url("withdraw"), {"ids": [draft.pk], "why": "Déjà réglé"}, **HTMX)
    draft.refresh_from_db()
    assert (draft.state, draft.result) == ("withdrawn", "Déjà réglé")
    assert Entry.objects.filter(did="action.withdrawn").count() == 1


def test_a_draft_another_role_must_approve_is_shown_and_cannot_be_ticked(company, browser):
    company.follow(FOR_THE_CFO, "For the CFO", segment="STRATEGIC")
    company.late("C1", "Garage Dupont", "1000", segment="STRATEGIC")
    company.run()
    [draft] = PlannedAction.objects.all()
    page = text(browser.get(url("approval")))
    assert "attend\u00a0: Directeur financier" in page
    assert "data-bulk-row" not in page
    refused = browser.post(url("approve"), {"ids": [draft.pk]}, **HTMX)
    assert refused.status_code == 422
    company.browser(Role.CFO).post(url("approve"), {"ids": [draft.pk]})
    draft.refresh_from_db()
    assert draft.state == "approved"


def test_a_message_that_cannot_be_made_says_what_is_missing_and_what_to_do(company, browser):
    company.follow(scenario(replace(MAIL, template="PLAN_AGREEMENT")), "Wrong template", segment="STRATEGIC")
    company.late("C1", "Garage Dupont", "1000", segment="STRATEGIC")
    company.run()
    page = text(browser.get(url("approval")))
    assert "note-bad" in page
    assert "il manque" in page
    assert "Complétez le client" in page


def test_the_badge_counts_the_drafts_or_says_nothing(company, browser):
    assert text(browser.get(url("approve_badge"))) == ""
    company.late("C1", "Garage Dupont", "1000")
    company.run()
    assert text(browser.get(url("approve_badge"))) == "1"
    assert text(company.browser(Role.AUDITOR).get(url("approve_badge"))) == ""


def test_a_draft_out_of_scope_is_not_found(company):
    company.late("C1", "Garage Dupont", "1000")
    company.run()
    [draft] = PlannedAction.objects.all()
    assert company.browser(Role.COLLECTOR).get(url("draft", draft.pk)).status_code == 404


# What is not dunned


def test_what_is_not_dunned_is_counted_by_reason_and_explained(company, browser):
    company.late("C1", "Garage Dupont", "1000")
    pk = company.late("C2", "Hôtel Moreau", "500")
    actions.set_hold(SYSTEM, customer_id=pk, reason=HoldReason.INTERNAL_CHECK, on=ON, until_on=ON + timedelta(days=9))
    company.run()
    page = text(browser.get(url("not_dunned")))
    assert ("Hôtel Moreau" in page, "Garage Dupont" in page) == (True, False)
    assert "Suspendu par une personne" in page
    assert "500,00\u00a0€" in page
    explained = text(browser.get(url("explain", pk), **HTMX))
    assert "vérification interne en cours" in explained
    assert "26 nov. 2026" in explained


def test_what_is_not_dunned_is_filtered_by_reason(company, browser):
    kept = company.late("C1", "Garage Dupont", "1000")
    company.late("C2", "Hôtel Moreau", "500", mail=False)
    actions.set_hold(SYSTEM, customer_id=kept, reason=HoldReason.INTERNAL_CHECK, on=ON, until_on=ON + timedelta(days=9))
    company.run()
    reasons = dict(Decision.objects.values_list("customer_id", "code"))
    page = text(browser.get(url("not_dunned"), {"reason": reasons[kept]}))
    assert ("Garage Dupont" in page, "Hôtel Moreau" in page) == (True, False)


# Go-live


@pytest.fixture
def waiting(db: None) -> Company:
    company = Company(live=False)
    pk = company.customer("C1", "Garage Dupont")
    for number in range(3):
        company.invoice(pk, f"F{number}", "1000", OLD)
    company.invoice(pk, "AN", "200", date(2026, 11, 6), doubt="carried_forward")
    return company


def test_go_live_opens_the_creditor_that_is_not_live(waiting):
    browser = waiting.browser()
    page = text(browser.get(url("go_live"), follow=True))
    assert "Pas encore en service" in page
    assert "Il reste 4 pièces à situer." in page


def test_old_items_are_set_in_bulk(waiting):
    browser = waiting.browser()
    items = [row.item_id for row in queries.go_live(SYSTEM, waiting.creditor, on=ON).rows if row.reference in {"F0", "F1"}]
    browser.post(url("go_live_set", waiting.creditor), {"ids": items, "choice": "leave_out"}, **HTMX)
    browser.post(url("go_live_set", waiting.creditor) + "?flag=long_late&unset=1", {"everything": "1", "choice": "start_at_r1"}, **HTMX)
    rows = {row.reference: row.choice for row in queries.go_live(SYSTEM, waiting.creditor, on=ON).rows}
    assert rows == {"F0": "leave_out", "F1": "leave_out", "F2": "start_at_r1", "AN": ""}


def test_rule_01_old_items_are_disputed_in_bulk_once_it_is_said_what_is_contested(waiting):
    browser = waiting.browser()
    items = [row.item_id for row in queries.go_live(SYSTEM, waiting.creditor, on=ON).rows if row.reference in {"F0", "F1"}]
    refused = browser.post(url("go_live_set", waiting.creditor), {"ids": items, "choice": "dispute"}, **HTMX)
    assert (refused.status_code, "Choisissez ce que les clients contestent." in text(refused)) == (422, True)
    browser.post(url("go_live_set", waiting.creditor), {"ids": items, "choice": "dispute", "dispute_reason": "PRICE"}, **HTMX)
    rows = {row.reference: row.choice for row in queries.go_live(SYSTEM, waiting.creditor, on=ON).rows}
    assert (rows["F0"], rows["F1"], rows["F2"]) == ("dispute", "dispute", "")


def test_rule_01_old_items_are_planned_in_bulk_once_their_instalments_are_said(waiting):
    browser = waiting.browser()
    items = [row.item_id for row in queries.go_live(SYSTEM, waiting.creditor, on=ON).rows if row.reference in {"F0", "F1"}]
    refused = browser.post(url("go_live_set", waiting.creditor), {"ids": items, "choice": "plan"}, **HTMX)
    assert (refused.status_code, "Dites en combien d’échéances" in text(refused)) == (422, True)
    told = {"ids": items, "choice": "plan", "instalments": "3", "first_on": "2026-12-10"}
    browser.post(url("go_live_set", waiting.creditor), told, **HTMX)
    rows = {row.reference: row.choice for row in queries.go_live(SYSTEM, waiting.creditor, on=ON).rows}
    assert (rows["F0"], rows["F1"], rows["F2"]) == ("plan", "plan", "")


def rows_of(found) -> list[str]:
    return [row.reference for row in found.rows]


def test_what_was_qualified_to_be_reminded_is_set_and_every_total_is_that_of_its_rows(waiting):
    old = {row.reference: row for row in queries.go_live(SYSTEM, waiting.creditor, on=ON).rows}
    actions.set_go_live(SYSTEM, creditor_id=waiting.creditor, item_ids=[old["F0"].item_id], choice=GoLiveChoice.LEAVE_OUT, on=ON)
    ledger.qualify(SYSTEM, qualified_as="to_dun", document_ids=[old["AN"].document_id])
    listed = {}
    for flag in ("", "long_late", "carried_forward"):
        for name in ("all", "only_unset", "only_set"):
            found = queries.go_live(SYSTEM, waiting.creditor, on=ON, flag=flag, **({name: True} if name != "all" else {}))
            listed[flag, name] = rows_of(found)
            assert found.total == len(found.rows), (flag, name)
    assert listed["", "only_unset"] == ["F1", "F2"]
    assert listed["", "only_set"] == ["F0", "AN"]
    assert (listed["carried_forward", "all"], listed["carried_forward", "only_unset"]) == (["AN"], [])
    second = queries.go_live(SYSTEM, waiting.creditor, on=ON, page=2, size=3)
    assert (rows_of(second), second.total) == (["AN"], 4)


def test_setting_nothing_is_said(waiting):
    response = waiting.browser().post(url("go_live_set", waiting.creditor), {"choice": "leave_out"}, **HTMX)
    assert (response.status_code, "Cochez au moins une ligne." in text(response)) == (422, True)


def test_closing_says_what_will_happen_then_goes_live(waiting):
    browser = waiting.browser()
    asked = text(browser.get(url("go_live_close", waiting.creditor)))
    assert "4 pièces dont personne n’a choisi le départ partent à la première relance" in asked
    assert not GoLive.objects.filter(closed_at__isnull=False).exists()
    assert browser.post(url("go_live_close", waiting.creditor)).status_code == 302
    assert GoLive.objects.get().closed_at is not None
    page = text(browser.get(url("go_live_creditor", waiting.creditor)))
    assert ("En service depuis" in page, "17 novembre 2026" in page) == (True, True)


def test_a_closed_go_live_shows_what_was_set_and_offers_no_work(waiting):
    browser = waiting.browser()
    items = [row.item_id for row in queries.go_live(SYSTEM, waiting.creditor, on=ON).rows if row.reference == "F1"]
    browser.post(url("go_live_set", waiting.creditor), {"ids": items, "choice": "leave_out"}, **HTMX)
    browser.post(url("go_live_close", waiting.creditor))
    page = text(browser.get(url("go_live_creditor", waiting.creditor)))
    assert [words in page for words in ("F1", "F0", "À situer", "data-bulk-all", 'name="choice"')] == [True, False, False, False, False]


def test_a_portfolio_counts_the_items_it_may_set(waiting):
    theirs = waiting.customer("C2", "Hôtel Moreau")
    waiting.invoice(theirs, "G0", "1000", OLD)
    customers.assign(SYSTEM, [theirs], duty="collector", value_id=COLLECTOR, on=ON)
    looks = Grant(Permission.CUSTOMER_VIEW, Mode.ACT, Scope.PORTFOLIO)
    collector = Actor(
        COLLECTOR,
        "Collector",
        grants={Permission.CUSTOMER_VIEW: looks},
        creditors=frozenset({waiting.creditor}),
        own_ids=frozenset({COLLECTOR}),
    )
    found = queries.go_live(collector, waiting.creditor, on=ON)
    assert (found.total, found.counts.total(), found.left_to_set) == (1, 1, 1)


def test_going_live_twice_is_refused_with_a_sentence(company, browser):
    response = browser.post(url("go_live_close", company.creditor))
    assert response.status_code == 409
    assert "en service depuis" in text(response)


# Runs


def test_a_simulation_lists_what_would_happen_and_writes_nothing(company, browser):
    company.late("C1", "Garage Dupont", "1000")
    page = ran(browser, {"on": ON.isoformat(), "simulate": "on"})
    assert "Simulation" in page
    assert "Garage Dupont" in page
    assert (PlannedAction.objects.count(), Run.objects.count()) == (0, 0)


def test_a_day_that_is_not_worked_says_when_work_begins_again(company, browser):
    company.late("C1", "Garage Dupont", "1000")
    saturday = ran(browser, {"on": "2026-11-14", "simulate": "on"})
    assert "Ce jour n’est pas ouvré" in saturday
    assert "lundi 16 novembre 2026" in saturday
    assert "n’est pas ouvré" not in ran(browser, {"on": ON.isoformat(), "simulate": "on"})


def test_the_run_is_told_even_without_htmx(company, browser):
    company.late("C1", "Garage Dupont", "1000")
    asked = text(browser.post(url("run"), {"on": ON.isoformat()}))
    assert "<html" in asked
    assert "Passage en cours" in asked
    page = after_the_job(browser)
    assert "1 client décidé" in page
    assert (PlannedAction.objects.count(), Run.objects.count()) == (1, 1)


def test_stale_facts_are_said_and_asked_about(company, browser):
    company.late("C1", "Garage Dupont", "1000")
    Source.objects.update(true_until_on=date(2026, 11, 2))
    asked = text(browser.post(url("run"), {"on": ON.isoformat()}, **HTMX))
    assert "J’accepte\u00a0: lancer sur ces données" in asked
    assert Run.objects.count() == 0
    ran(browser, {"on": ON.isoformat(), "accept_stale": "run"})
    assert Run.objects.count() == 1


def test_accepting_stale_facts_for_a_simulation_only_simulates(company, browser):
    company.late("C1", "Garage Dupont", "1000")
    Source.objects.update(true_until_on=date(2026, 11, 2))
    asked = text(browser.post(url("run"), {"on": ON.isoformat(), "simulate": "on"}, **HTMX))
    assert 'value="simulate"' in asked
    assert "Garage Dupont" in ran(browser, {"on": ON.isoformat(), "accept_stale": "simulate"})
    assert (PlannedAction.objects.count(), Run.objects.count()) == (0, 0)


def test_another_day_is_only_simulated_on_a_real_company():
    company = Company(demonstration=False)
    company.late("C1", "Garage Dupont", "1000")
    assert "Simulation" in ran(company.browser(), {"on": "2026-11-18"})
    assert Run.objects.count() == 0


def test_one_run_at_a_time_per_company_and_its_page_survives_a_reload(company, browser):
    company.late("C1", "Garage Dupont", "1000")
    browser.post(url("run"), {"on": ON.isoformat()}, **HTMX)
    again = text(browser.post(url("run"), {"on": ON.isoformat()}, **HTMX))
    assert "déjà en cours" in again
    assert RunOrder.objects.count() == 1
    assert "Passage en cours" in text(browser.get(url("runs")))
    assert "1 client décidé" in after_the_job(browser)
    assert "1 client décidé" in text(browser.get(url("runs")))


def test_a_run_that_waits_says_when_nobody_is_there_to_do_it(company, browser):
    company.late("C1", "Garage Dupont", "1000")
    assert "Aucun processus de fond n’est en marche" in text(browser.post(url("run"), {"on": ON.isoformat()}, **HTMX))
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (now())")
    page = text(browser.get(url("runs")))
    assert "attend son tour" in page
    assert "Aucun processus de fond" not in page


def test_a_run_that_stops_halfway_shows_and_can_be_asked_for_again(company, browser, monkeypatch):
    company.late("C1", "Garage Dupont", "1000")
    monkeypatch.setattr(orders, "run_dunning", broken)
    browser.post(url("run"), {"on": ON.isoformat()}, **HTMX)
    with pytest.raises(ZeroDivisionError):
        actions.take_order(SYSTEM, RunOrder.objects.get().pk)
    assert "arrêté en chemin" in text(browser.get(url("runs")))
    monkeypatch.undo()
    assert "1 client décidé" in ran(browser, {"on": ON.isoformat()})


def test_a_run_given_up_frees_its_company(company, browser):
    company.late("C1", "Garage Dupont", "1000")
    browser.post(url("run"), {"on": ON.isoformat()}, **HTMX)
    browser.post(url("order_give_up", RunOrder.objects.get().pk))
    assert "1 client décidé" in ran(browser, {"on": ON.isoformat()})
    assert list(RunOrder.objects.order_by("id").values_list("state", flat=True)) == ["failed", "done"]


def broken(*_args, **_values):
    raise ZeroDivisionError


def ran(browser, asked):
    """Ask for a run, let the job do it, and return what the page then shows."""
    browser.post(url("run"), asked, **HTMX)
    return after_the_job(browser)


def after_the_job(browser):
    for order in RunOrder.objects.filter(state="waiting"):
        actions.take_order(SYSTEM, order.pk)
    return text(browser.get(url("runs"), **HTMX))


# Scenarios and holds


def test_a_scenario_is_shown_as_its_steps_with_conditions_in_words(company, browser):
    company.follow(FOR_THE_CFO, "For the CFO", segment="STRATEGIC")
    page = text(browser.get(url("scenarios")))
    assert "approuvé par\u00a0: Directeur financier" in page
    assert "Première relance" in page
    assert page.count('class="step level-1"') == 3


def test_a_segment_follows_another_scenario(company, browser):
    other = company.follow(FOR_THE_CFO, "For the CFO", segment="STRATEGIC")
    asked = {"creditor": company.creditor, "segment": "SME", "scenario": other}
    assert company.browser(Role.COLLECTOR).post(url("follow"), asked).status_code == 422
    assert SegmentScenario.objects.get(segment="SME").scenario_id != other
    browser.post(url("follow"), asked, **HTMX)
    assert SegmentScenario.objects.get(segment="SME").scenario_id == other


def test_holds_are_listed_with_their_end_and_lifted(company, browser):
    pk = company.late("C1", "Garage Dupont", "1000")
    asked = {"reason": "internal_check", "until_on": "2026-11-19", "comment": "bon de livraison"}
    assert browser.post(url("hold_set", pk), asked).status_code == 302
    page = text(browser.get(url("holds")))
    assert "Vérification interne en cours" in page
    assert "encore 2 jours" in page
    hold = Hold.objects.get()
    browser.post(url("hold_lift", hold.pk), **HTMX)
    hold.refresh_from_db()
    assert hold.lifted_at is not None
    assert "Personne n’est suspendu" in text(browser.get(url("holds")))


def test_a_hold_too_long_is_refused_on_the_form(company, browser):
    pk = company.late("C1", "Garage Dupont", "1000")
    response = browser.post(url("hold_set", pk), {"reason": "internal_check", "until_on": "2027-03-01"}, **HTMX)
    assert response.status_code == 422
    assert "30 jours au plus" in text(response)
    assert Hold.objects.count() == 0


def test_the_sum_of_the_chosen_filter_is_shown(company, browser):
    company.late("C1", "Garage Dupont", "1000")
    company.late("C2", "Hôtel Moreau", "500")
    company.run()
    assert queries.draft_groups(SYSTEM)[0].net_amount == Decimal(1500)
    assert "1\u202f500,00\u00a0€" in text(browser.get(url("approval"), {"channel": "email"}))
