"""Closings of customers, the audit of one customer, mailboxes of the night, the way back to the assistant, the right that is missing."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from encaisse.audit.models import Entry
from encaisse.creditors.models import QuietPeriod
from encaisse.customers import queries as customers
from encaisse.kit.actor import Role, system_actor
from encaisse.messages.models import Mailbox
from workbench.conftest import ON

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture
def late(world) -> int:
    return world.late("C1", "Garage Dupont", "1000", street="3 rue du Port", postcode="69002", city="Lyon")


@pytest.fixture
def browser(world):
    return world.browser(world.hire("anne", Role.COLLECTOR, Role.CREDIT_MANAGER, Role.ADMIN, Role.AUDITOR))


# The yearly closing of a customer


def test_a_closing_is_noted_shown_and_removed_on_the_file(browser, late):
    closing = {"from_on": str(ON - timedelta(days=1)), "to_on": str(ON + timedelta(days=20)), "name": "Congés"}
    browser.post(reverse("workbench:closing_add", args=[late]), closing)
    [row] = customers.closings(SYSTEM, late)
    assert (row.name, row.to_on) == ("Congés", ON + timedelta(days=20))
    assert Entry.objects.filter(did="customers.set_closing", customer_id=late).count() == 1
    browser.post(reverse("workbench:closing_remove", args=[late, row.id]))
    assert not QuietPeriod.objects.filter(customer_id=late).exists()


def test_a_closing_backwards_is_refused_on_the_form(browser, late):
    answer = browser.post(reverse("workbench:closing_add", args=[late]), {"from_on": "2026-12-10", "to_on": "2026-12-01"})
    assert answer.status_code == 422


def test_why_a_closed_customer_is_not_reminded_is_explained(browser, late):
    browser.post(
        reverse("workbench:closing_add", args=[late]), {"from_on": str(ON - timedelta(days=1)), "to_on": str(ON + timedelta(days=9))}
    )
    page = browser.get(reverse("workbench:why", args=[late])).content.decode()
    assert "fermé" in page


def test_a_promise_inside_a_closing_warns_whoever_takes_it(browser, late):
    inside = ON + timedelta(days=5)
    browser.post(reverse("workbench:closing_add", args=[late]), {"from_on": str(ON), "to_on": str(ON + timedelta(days=9))})
    said = browser.post(
        reverse("workbench:promise", args=[late]), {"promised_for": str(inside), "amount": "500", "given_by": "Mme Petit"}, follow=True
    )
    assert "Attention" in said.content.decode()


def test_the_closing_of_another_customer_is_not_removed_from_this_file(world, browser, late):
    other = world.late("C2", "Boulangerie", "300")
    browser.post(reverse("workbench:closing_add", args=[other]), {"from_on": "2026-12-01", "to_on": "2026-12-10"})
    [row] = customers.closings(SYSTEM, other)
    assert browser.post(reverse("workbench:closing_remove", args=[late, row.id])).status_code == 404


# The audit of one customer


def test_the_audit_is_narrowed_to_a_customer_chosen_by_name(world, browser, late):
    other = world.late("C2", "Boulangerie", "300")
    for customer_id in (late, other):
        browser.post(reverse("workbench:closing_add", args=[customer_id]), {"from_on": "2026-12-01", "to_on": "2026-12-10"})
    options = browser.get(reverse("workbench:customer_options"), {"customer": "dup"}).content.decode()
    assert f"Garage Dupont · C1 #{late}" in options
    assert "Boulangerie" not in options
    asked = {"customer": f"Garage Dupont · C1 #{late}", "did": "customers.set_closing"}
    listing = browser.get(reverse("audit:entries"), asked).context["listing"]
    assert [entry.customer_id for entry in listing.rows] == [late]
    export = browser.get(reverse("audit:export"), asked)
    assert export.status_code == 200


def test_a_name_that_was_not_chosen_in_the_list_finds_nothing_and_says_so(browser, late):
    answer = browser.get(reverse("audit:entries"), {"customer": "Dupont"})
    assert answer.context["listing"].rows == []
    assert "dans la liste" in answer.content.decode()


# What the mailboxes gave last night


def test_a_mailbox_is_counted_when_it_succeeds_too(world, browser):
    Mailbox.objects.create(
        creditor_id=world.creditor, address="factures@verdier.example", host="imap.example", read_from_on=date(2026, 1, 1)
    )
    page = browser.get(reverse("workbench:nights")).content.decode()
    assert "factures@verdier.example" in page
    assert "rien n’est arrivé" in page


# The way back to the assistant


def test_the_screens_the_assistant_leads_to_lead_back_until_it_is_closed(world, browser):
    browser.get(reverse("workbench:onboarding_creditor", args=[world.creditor]), {"step": "contacts"})
    back = "Retour à la mise en route : étape 6 sur 11"
    assert back in browser.get(reverse("intake:imports")).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert back not in browser.get(reverse("workbench:onboarding_creditor", args=[world.creditor]), {"step": "contacts"}).content.decode()
    browser.post(reverse("workbench:onboarding_dismiss"))
    assert "Retour à la mise en route" not in browser.get(reverse("intake:imports")).content.decode()


# The right that is missing


@pytest.mark.parametrize(("language", "words"), [("fr", "Il vous manque le droit"), ("en", "You lack the right")])
def test_a_refused_page_names_the_right_and_who_gives_it(world, browser, language, words):
    collector = world.browser(world.hire("carl", Role.COLLECTOR))
    collector.post(reverse("set_language"), {"language": language})
    answer = collector.get(reverse("creditors:settings"), headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert words in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Anne" in page or "anne" in page
    assert "settings.edit" not in page


def test_a_refused_panel_says_it_in_a_toast(world):
    collector = world.browser(world.hire("carl", Role.COLLECTOR))
    answer = collector.get(reverse("creditors:settings"), headers={"hx-request": "true"})
    assert answer.status_code == 403
    assert "droit" in answer.headers["HX-Trigger"].encode().decode("unicode_escape")


# A letter written by hand


def test_a_letter_by_hand_is_looked_at_as_its_pages(browser, late):
    draft = {
        "to": "letter:0",
        "subject": "Votre compte",
        "body": "Pouvez-vous nous rappeler ?",
        "key": "00112233445566aa",
        "do": "preview",
    }
    page = browser.post(reverse("workbench:by_hand", args=[late]), draft).content.decode()
    assert "data:image/png;base64," in page


def test_whoever_sees_no_customer_begins_where_their_menu_does(world):
    administrator = world.browser(world.hire("ada", Role.ADMIN))
    answer = administrator.get("/")
    assert answer.status_code == 302
    assert administrator.get(answer.url).status_code == 200


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.DEBTOR_PORTAL])
def test_every_entry_of_a_menu_opens_for_whoever_is_shown_it(world, late, role):
    theirs = world.browser(world.hire("someone", role))
    page = theirs.get(reverse("people:me")).content.decode()
    entries = re.findall(r'class="rail-entry" href="([^"]+)"', page)
    assert entries, "a menu without an entry"
    assert [(entry, code) for entry in entries if (code := theirs.get(entry, follow=True).status_code) != 200] == []
