"""Dial by a click: the exchange rings the colleague, then the customer; without one, a tel: link."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from dunning.pages import SYSTEM, Company
from encaisse.customers import actions as customers
from encaisse.customers import queries as files
from encaisse.customers.rules import NewContact
from encaisse.kit.actor import Role
from encaisse.messages import actions, queries
from encaisse.messages.models import Dialer, DialExtension
from encaisse.messages.rules.gateways import Call, PlaceMissing

pytestmark = pytest.mark.django_db
SERVER = Path(__file__).resolve().parents[1] / "messages" / "sms_server.py"
BODY = '{"to": "{to}", "from": "{from}"}'
PANEL = {"HTTP_HX_REQUEST": "true"}


@dataclass
class Exchange:
    url: str
    log: Path

    def asked(self) -> list[dict[str, str]]:
        return [json.loads(json.loads(each)["body"]) for each in self.log.read_text().splitlines()] if self.log.exists() else []


@pytest.fixture
def exchange(tmp_path: Path, settings) -> Iterator[Exchange]:
    log = tmp_path / "dialled"
    process = subprocess.Popen([sys.executable, str(SERVER), str(log)], stdout=subprocess.PIPE, text=True)
    settings.OUTBOUND = "live"
    yield Exchange(f"http://127.0.0.1:{int(process.stdout.readline())}/dial", log)
    process.terminate()
    process.wait(10)


@pytest.fixture
def company() -> Company:
    return Company()


def called(company: Company, number: str = "+33472000000") -> tuple[int, str]:
    """Make a customer with a telephone; return it with the address of its dial button."""
    pk = company.customer("C1", "Garage Dupont", mail=False)
    customers.add_contact(SYSTEM, pk, NewContact(name="Dupont", is_main=True, phones=(number,)))
    address = files.contacts(SYSTEM, pk)[0].addresses[0]
    return pk, reverse("workbench:dial", args=[pk, address.id])


def cockpit(browser: Client, customer_id: int) -> str:
    return browser.get(reverse("workbench:call", args=[customer_id])).content.decode()


def told(response) -> str:
    return json.loads(response.headers["HX-Trigger"])["toast"]["text"]


def test_without_an_exchange_a_number_is_a_tel_link(company):
    pk, dial = called(company)
    page = cockpit(company.browser(), pk)
    assert ('href="tel:+33472000000"' in page, dial in page) == (True, False)


def test_a_click_rings_the_colleague_then_the_customer(company, exchange):
    pk, dial = called(company)
    browser = company.browser(language="en")
    actions.save_dialer(SYSTEM, Call(exchange.url, body=BODY))
    assert dial not in cockpit(browser, pk)
    browser.post("/me/extension/", {"extension": "204"})
    assert dial in cockpit(browser, pk)
    assert told(browser.post(dial, **PANEL)).startswith("Your telephone rings")
    assert exchange.asked() == [{"to": "+33472000000", "from": "204"}]


def test_an_exchange_that_refuses_or_is_down_is_a_sentence(company, exchange):
    _pk, dial = called(company, "+33472000001")
    browser = company.browser(language="en")
    actions.save_dialer(SYSTEM, Call(exchange.url, body=BODY))
    browser.post("/me/extension/", {"extension": "204"})
    assert told(browser.post(dial, **PANEL)) == 'The exchange did not dial: HTTP 400 {"error": {"message": "no 01"}}. Dial by hand.'
    Dialer.objects.update(url="http://127.0.0.1:1/")
    assert "the server refuses the connection" in told(browser.post(dial, **PANEL))
    assert queries.dialer_card(SYSTEM).health.is_failing


def test_outside_production_nobody_is_rung(company, exchange, settings):
    settings.OUTBOUND = "trap"
    _pk, dial = called(company)
    browser = company.browser(language="en")
    actions.save_dialer(SYSTEM, Call(exchange.url, body=BODY))
    browser.post("/me/extension/", {"extension": "204"})
    assert told(browser.post(dial, **PANEL)).startswith("Outside production nobody is rung")
    assert exchange.asked() == []


def test_only_a_number_of_this_customer_is_dialled(company, exchange):
    pk, _dial = called(company)
    browser = company.browser()
    actions.save_dialer(SYSTEM, Call(exchange.url, body=BODY))
    browser.post("/me/extension/", {"extension": "204"})
    assert browser.post(reverse("workbench:dial", args=[pk, 999_999_999])).status_code == 404
    assert exchange.asked() == []


def test_an_exchange_must_be_told_both_numbers(db):
    with pytest.raises(PlaceMissing):
        actions.save_dialer(SYSTEM, Call("https://pbx.example/", body='{"to": "{to}"}'))


def test_a_telephone_with_spaces_is_refused_and_an_empty_one_forgotten(company, exchange):
    browser = company.browser()
    browser.post("/me/extension/", {"extension": "2 04"})
    assert DialExtension.objects.count() == 0
    browser.post("/me/extension/", {"extension": "204"})
    browser.post("/me/extension/", {"extension": ""})
    assert DialExtension.objects.count() == 0


def test_an_administrator_sets_the_exchange_up_and_removes_it(company):
    admin = company.browser(Role.ADMIN, language="en")
    page = reverse("messages:dialer")
    assert "No telephone exchange" in admin.get(page).content.decode()
    given = {"url": "https://pbx.example/dial?a={from}&b={to}&k={secret}", "method": "GET", "body_kind": "none", "secret": "s3cret"}
    assert admin.post(page, given).status_code == 302
    assert "s3cret" not in admin.get(page).content.decode()
    assert queries.dialer(SYSTEM).secret == "s3cret"
    assert company.browser().post(page, given).status_code in {403, 422}
    admin.post(reverse("messages:dialer_remove"))
    assert Dialer.objects.count() == 0
