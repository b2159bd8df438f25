"""The judgment that opens an insolvency: noted, refused, shown on the file, taken back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from encaisse.audit.models import Entry
from encaisse.creditors import actions as creditors
from encaisse.customers import actions as customer_actions
from encaisse.customers import queries as customers
from encaisse.db.clock import stopped
from encaisse.dunning import queries as dunning
from encaisse.kit.actor import Role
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts
from encaisse.messages.rules import MessageData, Section
from encaisse.proceedings import actions, queries
from encaisse.proceedings.rules import AlreadyInsolvent, InsolvencyKind, JudgmentToCome, PublishedBeforeJudgment, WithdrawnWithoutWords
from encaisse.workbench.queries import calls
from encaisse.workbench.queries.by_hand import composed
from encaisse.workbench.queries.statement import statement, statement_pdf
from encaisse.workbench.rules.writing import Draft
from workbench.conftest import ON, SYSTEM, World
from workbench.test_by_hand import to
from workbench.test_statement import words_of

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = {"kind": "receivership", "judgment_on": "2026-10-05", "published_on": "2026-10-14", "court": "TC Lyon, Me Durand"}


@pytest.fixture
def late(world: World) -> int:
    return world.late("C1", "Garage Dupont", "500")


def note(customer_id: int, judgment: date, published: date | None = None) -> int:
    return actions.note_insolvency(
        SYSTEM, customer_id, kind=InsolvencyKind.LIQUIDATION, judgment_on=judgment, published_on=published, on=ON
    )


def test_it_is_noted_shown_with_its_deadline_and_taken_back_on_the_file(world, late):
    browser = world.browser(world.hire("luc", Role.LEGAL))
    assert browser.post(reverse("workbench:insolvency_note", args=[late]), TOLD).status_code == 302
    page = browser.get(reverse("workbench:customer", args=[late])).content.decode()
    assert "Redressement judiciaire" in page
    assert "TC Lyon, Me Durand" in page
    assert "Créance à déclarer avant le" in page
    noted = queries.insolvency(SYSTEM, late)
    assert noted is not None
    assert noted.claim_by == date(2026, 12, 14)
    browser.post(reverse("workbench:insolvency_withdraw", args=[late]), {"why": "homonyme"})
    assert queries.insolvency(SYSTEM, late) is None
    last = Entry.objects.filter(customer_id=late).order_by("-pk").values_list("did", flat=True)[:2]
    assert list(last) == ["insolvency.withdrawn", "insolvency.noted"]


@pytest.mark.parametrize(
    ("place", "by"),
    [
        ({"country": "FR", "postcode": "69001"}, date(2026, 12, 14)),
        ({"country": "FR", "postcode": "97400"}, date(2027, 2, 15)),
        ({"country": "BE", "postcode": "1000"}, date(2027, 2, 15)),
    ],
)
def test_a_creditor_outside_metropolitan_france_has_two_months_more(world, late, place, by):
    creditors.update_creditor(SYSTEM, world.creditor, **place)
    note(late, date(2026, 10, 5), date(2026, 10, 14))
    noted = queries.insolvency(SYSTEM, late)
    assert noted is not None
    assert noted.claim_by == by


def test_a_refusal_is_said_on_the_form(world, late):
    browser = world.browser(world.hire("luc", Role.LEGAL))
    answer = browser.post(reverse("workbench:insolvency_note", args=[late]), TOLD | {"judgment_on": "2027-10-05"})
    assert answer.status_code == 422


def test_a_collector_reads_it_and_does_not_note_it(world, late):
    note(late, date(2026, 10, 5))
    browser = world.browser(world.collector)
    assert "Liquidation judiciaire" in browser.get(reverse("workbench:customer", args=[late])).content.decode()
    assert browser.post(reverse("workbench:insolvency_note", args=[late]), TOLD).status_code == 403


@pytest.mark.parametrize(
    ("judgment", "published", "refusal"),
    [
        (date(2027, 10, 5), None, JudgmentToCome),
        (date(2026, 10, 5), date(2026, 10, 4), PublishedBeforeJudgment),
    ],
)
def test_what_cannot_be_is_refused(late, judgment, published, refusal):
    with pytest.raises(refusal):
        note(late, judgment, published)


def test_a_company_is_insolvent_once_at_a_time(late):
    noted = note(late, date(2026, 10, 5))
    with pytest.raises(AlreadyInsolvent):
        note(late, date(2026, 10, 6))
    with pytest.raises(WithdrawnWithoutWords):
        actions.withdraw_insolvency(SYSTEM, noted, why=" ")
    with stopped(ON):
        actions.withdraw_insolvency(SYSTEM, noted, why="clôturée")
    assert note(late, date(2026, 10, 6)) != noted


# What was born before the judgment is asked by nobody (rule 17): F-C1 was issued on 30 September, F-2 after the judgment of 5 October.


@pytest.fixture
def judged(world: World, late: int, settings, tmp_path) -> int:
    settings.VAR = tmp_path
    facts = DocumentFacts(
        customer_id=late, kind="invoice", number="F-2", issued_on=date(2026, 10, 6), amount=Decimal(80), source_key="F-2",
        parts=(PartFacts(date(2026, 11, 6), Decimal(80)),),
    )  # fmt: skip
    ledger.record_documents(SYSTEM, world.creditor, world.source, [facts])
    note(late, date(2026, 10, 5))
    return late


def rows_of(content: MessageData) -> dict[Section, list[str]]:
    return {section: [row.reference for row in rows] for section, rows in content.sections.items()}


def test_a_statement_lists_apart_what_the_judgment_stopped_and_asks_none_of_it(judged):
    shown = statement(SYSTEM, judged, on=ON)
    assert rows_of(shown.content) == {Section.CLAIMED: ["F-2"], Section.STOPPED: ["F-C1"]}
    assert (shown.balances, shown.overdues) == ({"EUR": 580}, {"EUR": 80})
    words = words_of(statement_pdf(SYSTEM, shown))
    assert "Antérieures au jugement, non réclamées" in words
    assert "Net à régler 80,00 €" in words


def test_a_statement_of_nothing_but_what_the_judgment_stopped_carries_no_payment_slip(world, late):
    note(late, date(2026, 10, 5))
    words = words_of(statement_pdf(SYSTEM, statement(SYSTEM, late, on=ON)))
    assert "Antérieures au jugement, non réclamées" in words
    assert "Coupon de règlement" not in words


def test_a_message_by_hand_is_silent_about_what_the_judgment_stopped(world, judged):
    draft = Draft(to=to(judged), subject="Votre compte", body="Bonjour", key="00112233445566aa", with_items=True)
    words = composed(world.actor(world.collector), judged, draft, on=ON).rendered.text
    assert ("F-2" in words, "F-C1" in words) == (True, False)


def test_a_call_claims_nothing_the_judgment_stopped(world, judged):
    prepared = calls.prepared(world.actor(world.collector), customers.customer(SYSTEM, judged), on=ON)
    assert ([row.item.number for row in prepared.late], prepared.overdue_amount) == (["F-2"], 80)


def test_whoever_does_not_see_a_customer_is_not_told_what_its_judgment_stopped(world, judged):
    elsewhere = replace(SYSTEM, all_creditors=False, creditors=frozenset({world.creditor + 1}))
    assert (len(dunning.stopped_items(SYSTEM, [judged], on=ON)), dunning.stopped_items(elsewhere, [judged], on=ON)) == (1, frozenset())


def test_what_a_member_owes_is_stopped_by_the_judgment_of_the_company_that_pays_for_it(world, late):
    payer = world.late("P", "Holding", "50")
    customer_actions.set_payer(SYSTEM, late, payer)
    note(payer, date(2026, 10, 5))
    items = {item.id for item in ledger_queries.open_items(SYSTEM, payer_id=payer)}
    assert dunning.stopped_items(SYSTEM, [late, payer], on=ON) == items
    assert dunning.stopped_items(SYSTEM, [late, payer], on=date(2026, 10, 4)) == frozenset()
