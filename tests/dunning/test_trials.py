"""Send it to myself: the very same message, by the very same server, to the person who asks, and never a contact."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from pypdf import PdfReader

from dunning.pages import ON, SYSTEM, Company
from encaisse.db.clock import stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.models import PlannedAction
from encaisse.kit.actor import Role
from encaisse.messages import actions as outbox
from encaisse.messages.models import ContactEvent, Message, Trial
from encaisse.messages.rules.fax import NoFaxGateway
from encaisse.messages.rules.gateways import Adapter, Call, Gateway
from encaisse.messages.rules.trials import NoOwnFax
from encaisse.people.queries import actor_of

pytestmark = pytest.mark.django_db
SERVERS = Path(__file__).resolve().parents[1] / "messages"


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with stopped(ON):
        yield ON


@pytest.fixture
def company() -> Company:
    return Company(live=False)


@pytest.fixture
def server(tmp_path: Path, settings) -> Iterator[object]:
    """Start one of the servers of the tests of messages, by its name."""
    running = []

    def started(name: str) -> tuple[int, Path]:
        log = tmp_path / name
        process = subprocess.Popen([sys.executable, str(SERVERS / f"{name}.py"), str(log)], stdout=subprocess.PIPE, text=True)
        running.append(process)
        return int(process.stdout.readline()), log

    settings.OUTBOUND, settings.EMAIL_HOST, settings.EMAIL_HOST_USER = "live", "127.0.0.1", ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield started
    for process in running:
        process.terminate()
        process.wait(10)


def url(name: str, company: Company) -> str:
    return reverse(f"dunning:{name}", args=[company.creditor])


def asking(company: Company, role: Role = Role.CREDIT_MANAGER):
    return actor_of(company.hire(role), on=ON)


def test_the_mail_of_a_trial_is_marked_and_goes_to_the_person_who_asks(company, server, settings):
    settings.EMAIL_PORT, log = server("mail_server")
    attempt = actions.send_mail_trial(asking(company), company.creditor, on=ON)
    assert attempt.outcome == "accepted"
    assert len(log.read_text().split()) == 1
    assert (Trial.objects.get().recipient, Trial.objects.get().outcome) == ("credit_manager.fr@lambert.example", "accepted")
    assert (ContactEvent.objects.count(), Message.objects.count()) == (0, 0)


def test_the_letter_of_a_trial_is_faxed_to_the_person_who_asks(company, server, settings):
    settings.EMAIL_PORT, log = server("mail_server")
    outbox.save_fax_gateway(SYSTEM, company.creditor, "{number}@fax.example")
    assert actions.send_fax_trial(asking(company), company.creditor, number="01 99 00 12 34", on=ON).outcome == "accepted"
    assert len(log.read_text().split()) == 1
    assert (Trial.objects.get().channel, Trial.objects.get().recipient) == ("fax", "+33199001234")
    assert (ContactEvent.objects.count(), Message.objects.count()) == (0, 0)


def test_a_fax_trial_needs_a_number_and_a_gateway(company):
    with pytest.raises(NoOwnFax):
        actions.send_fax_trial(asking(company), company.creditor, number="fax", on=ON)
    with pytest.raises(NoFaxGateway):
        actions.send_fax_trial(asking(company), company.creditor, number="01 99 00 12 34", on=ON)


def test_the_page_of_trials_offers_the_fax_once_a_gateway_is_set_up(company):
    browser = company.browser(Role.CREDIT_MANAGER)
    assert "Aucune passerelle de fax" in browser.get(url("trial", company)).content.decode()
    outbox.save_fax_gateway(SYSTEM, company.creditor, "{number}@fax.example")
    assert browser.post(url("trial_fax", company), {"fax": "01 99 00 12 34"}).status_code == 302
    assert Trial.objects.get().outcome == "trapped"


def test_what_is_refused_is_said_where_it_was_asked_for(company):
    answer = company.browser(Role.CREDIT_MANAGER).post(url("trial_sms", company), {"mobile": "01 99 00 12 34"})
    assert answer.status_code == 422
    panels = {panel.partition('"')[0]: panel for panel in answer.content.decode().split('id="try-')[1:]}
    assert {name: "note-bad" in panel for name, panel in panels.items()} == {"email": False, "sms": True, "letter": False, "fax": False}


def test_a_draft_of_today_is_what_one_receives(company):
    actions.close_go_live(SYSTEM, creditor_id=company.creditor, on=date(2026, 1, 1))
    company.late("C1", "Garage Dupont", "1000")
    company.run()
    trial = queries.trial(asking(company), company.creditor, "email", on=ON)
    assert trial.draft.name == "Garage Dupont"
    assert trial.rendered.subject.startswith("[Essai] ")
    assert "Aucun client ne l’a reçu" in " ".join(trial.rendered.text.split("\n\n")[0].split())
    assert "F-C1" in trial.rendered.text
    assert PlannedAction.objects.get().state == "to_approve"


def test_without_a_draft_one_receives_a_reminder_to_an_invented_customer(company):
    trial = queries.trial(asking(company), company.creditor, "email", on=ON)
    assert (trial.draft, trial.sender_address) == (None, "credit_manager.fr@lambert.example")
    assert "Maison Lambert" in trial.rendered.text


def test_an_sms_goes_to_ones_own_mobile_by_the_gateway(company, server):
    port, log = server("sms_server")
    call = Call(f"http://127.0.0.1:{port}/sms", body='{"to": "{to}", "text": "{text}"}')
    outbox.save_sms_gateway(SYSTEM, company.creditor, Gateway(Adapter.HTTP, call, "Lambert"))
    assert actions.send_sms_trial(asking(company), company.creditor, mobile="06 39 98 00 12", on=ON).outcome == "accepted"
    told = json.loads(json.loads(log.read_text())["body"])
    assert told["to"] == "+33639980012"
    assert told["text"].startswith("[Essai] ")
    assert ContactEvent.objects.count() == 0


def test_a_letter_of_trial_says_that_it_is_one(company):
    pdf = PdfReader(io.BytesIO(actions.try_letter(asking(company), company.creditor, on=ON)))
    assert "Essai" in pdf.pages[0].extract_text()
    assert Trial.objects.get().channel == "letter"


def test_a_server_down_is_a_sentence_and_a_failed_trial(company, server, settings):
    settings.EMAIL_PORT = 1
    browser = company.browser()
    assert browser.post(url("trial_mail", company)).status_code == 302
    page = browser.get(url("trial", company)).content.decode()
    assert "Ce n’est pas parti" in page
    assert "essayé, pas parti" in page


def test_a_fixed_number_receives_no_sms(company):
    response = company.browser().post(url("trial_sms", company), {"mobile": "04 72 00 00 00"})
    assert response.status_code == 422
    assert "n’est pas un numéro de mobile" in response.content.decode()


def test_the_go_live_screen_says_what_was_tried(company):
    browser = company.browser()
    assert browser.get(url("go_live_close", company)).content.decode().count("pas essayé") == 3
    browser.post(url("trial_mail", company))
    browser.post(url("trial_letter", company))
    page = browser.get(url("go_live_close", company)).content.decode()
    assert (page.count("pas essayé"), page.count("essayé, gardé dans la boîte piégée")) == (1, 1)


def test_a_salesperson_tries_nothing(company):
    browser = company.browser(Role.SALESPERSON)
    assert browser.get(url("trial", company)).status_code == 403
    assert browser.post(url("trial_mail", company)).status_code == 403
    assert Trial.objects.count() == 0


def test_the_administrator_who_sets_channels_up_tries_them(company):
    page = company.browser(Role.ADMIN).get(url("trial", company))
    assert "une relance à un client inventé" in page.content.decode()
