"""A PDF that fits several invoices, or none, waits until a person says which one it shows."""

import io
import json
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from encaisse.audit.models import Entry
from encaisse.creditors.models import Creditor
from encaisse.customers.models import Customer
from encaisse.intake import actions, queries
from encaisse.intake.models import StrayFile
from encaisse.intake.rules.strays import AlreadyDecided, NotDecided, NumberShared, NumberUnknown, OtherCreditor
from encaisse.kit.actor import Actor, system_actor
from encaisse.ledger.models import Document, InvoiceFile
from encaisse.people.models import Membership, User
from intake.test_invoice_files import codes, listed, own_folder, pdf, take  # noqa: F401 - fixtures of the same files

BOTH, NONE = "both.pdf", "bonjour.pdf"
FILES = {BOTH: pdf("FA-2026-0010 et FA-2026-0012"), NONE: pdf("Bonjour")}


@pytest.fixture
def taken(take, listed):  # noqa: F811
    listed("FA-2026-0010", "FA-2026-0012")
    return take(FILES)


@pytest.fixture
def browser(creditor: Creditor, client: Client) -> Client:
    user = User.objects.create(email="compta@example.org", name="Compta")
    Membership.objects.create(user=user, role="ACCOUNTANT", creditor_id=creditor.pk, from_on=date(2020, 1, 1))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def waiting(name: str) -> StrayFile:
    return StrayFile.objects.get(name=name)


def number(text: str) -> int:
    return Document.objects.get(number=text).pk


def test_each_file_nobody_can_place_waits_with_the_invoices_it_fits(taken, actor: Actor):
    rows = queries.strays(actor, taken.import_id)
    assert [(row.name, set(row.candidates)) for row in rows] == [(BOTH, {number("FA-2026-0010"), number("FA-2026-0012")}), (NONE, set())]
    assert InvoiceFile.objects.count() == 0


def test_a_person_attaches_it_to_the_invoice_they_chose_and_the_trace_says_so(taken, actor: Actor):
    actions.attach_stray(actor, waiting(BOTH).pk, number("FA-2026-0012"))
    assert InvoiceFile.objects.values_list("document_id", "name", "matched_by").get() == (number("FA-2026-0012"), BOTH, "hand")
    entry = Entry.objects.get(did="intake.decide_stray")
    assert entry.change["document"] == number("FA-2026-0012")
    assert [row.name for row in queries.strays(actor, taken.import_id)] == [NONE]
    assert [row.state for row in queries.strays(actor, taken.import_id, decided=True)] == ["attached"]


def test_what_another_person_decided_meanwhile_is_not_decided_twice(taken, actor: Actor):
    actions.leave_out_stray(actor, waiting(NONE).pk, reason="un bon de livraison")
    with pytest.raises(AlreadyDecided):
        actions.attach_stray(actor, waiting(NONE).pk, number("FA-2026-0010"))
    assert (waiting(NONE).state, waiting(NONE).reason) == ("left_out", "un bon de livraison")


def test_a_decision_is_taken_back_and_the_invoice_no_longer_shows_the_file(taken, actor: Actor):
    with pytest.raises(NotDecided):
        actions.ask_again_stray(actor, waiting(BOTH).pk)
    actions.attach_stray(actor, waiting(BOTH).pk, number("FA-2026-0012"))
    actions.ask_again_stray(actor, waiting(BOTH).pk)
    assert InvoiceFile.objects.filter(detached_at=None).count() == 0
    actions.attach_stray(actor, waiting(BOTH).pk, number("FA-2026-0010"))
    assert InvoiceFile.objects.get(detached_at=None).document_id == number("FA-2026-0010")


def test_the_invoice_of_another_company_is_refused(taken, actor: Actor, creditor: Creditor):
    other = Creditor.objects.create(name="Autre", siren="987654321", terms_code="NET30")
    Document.objects.filter(number="FA-2026-0010").update(creditor_id=other.pk)
    Customer.objects.update(creditor_id=other.pk)
    with pytest.raises(OtherCreditor):
        actions.attach_stray(system_actor(frozenset({creditor.pk, other.pk})), waiting(NONE).pk, number("FA-2026-0010"))


def test_the_same_zip_again_asks_only_about_what_nobody_decided(taken, take, listed, actor: Actor):  # noqa: F811
    actions.attach_stray(actor, waiting(BOTH).pk, number("FA-2026-0012"))
    again = take(FILES)
    assert (codes(again), again.created, again.unchanged) == (["file_unmatched"], 0, 1)
    assert InvoiceFile.objects.count() == 1
    actions.leave_out_stray(actor, waiting(NONE).pk)
    assert codes(take(FILES)) == []


def test_another_zip_with_the_same_files_asks_no_more_and_each_waits_once(taken, take, actor: Actor):  # noqa: F811
    actions.attach_stray(actor, waiting(BOTH).pk, number("FA-2026-0012"))
    later = take({**FILES, "autre.pdf": pdf("Rien")})
    assert later.import_id != taken.import_id
    assert [row.name for row in queries.strays(actor, later.import_id)] == [NONE, "autre.pdf"]
    assert queries.stray_count(actor, taken.import_id) == 0


def test_a_file_whose_invoice_came_since_waits_no_more(take, listed, actor: Actor):  # noqa: F811
    files = {"FA-11.pdf": pdf("b")}
    first = take(files)
    assert len(queries.strays(actor, first.import_id)) == 1
    listed("FA-11")
    take(files)
    assert queries.stray_count(actor, first.import_id) == 0
    assert InvoiceFile.objects.count() == 1


def test_more_files_than_findings_listed_wait_all_the_same(take, actor: Actor):  # noqa: F811
    report = take({f"scan-{count}.pdf": pdf(f"Page {count}") for count in range(520)})
    assert codes(report).count("file_unmatched") == 500
    assert queries.stray_count(actor, report.import_id) == 520


def test_the_page_of_the_import_lists_them_and_one_press_attaches(taken, browser: Client):
    shown = browser.get(reverse("intake:result", args=[taken.import_id])).content.decode()
    assert BOTH in shown
    assert NONE in shown
    assert "FA-2026-0012" in shown
    answer = browser.post(reverse("intake:stray_attach", args=[waiting(BOTH).pk, number("FA-2026-0012")]))
    assert answer.url == reverse("intake:stray", args=[waiting(NONE).pk])
    assert InvoiceFile.objects.count() == 1


def test_an_invoice_is_found_by_its_number_however_it_is_written(taken, browser: Client):
    page = browser.get(reverse("intake:stray", args=[waiting(NONE).pk]), {"q": "fa 2026 10"}).content.decode()
    assert reverse("intake:stray_attach", args=[waiting(NONE).pk, number("FA-2026-0010")]) in page
    assert browser.get(reverse("intake:stray_show", args=[waiting(NONE).pk])).content == FILES[NONE]
    nothing = browser.get(reverse("intake:stray", args=[waiting(NONE).pk]), {"q": "ZZ"}).content.decode()
    assert "stray/" not in nothing


def test_the_last_file_decided_leads_back_to_the_import_and_a_second_decision_is_refused(taken, browser: Client):
    browser.post(reverse("intake:stray_leave", args=[waiting(BOTH).pk]))
    answer = browser.post(reverse("intake:stray_leave", args=[waiting(NONE).pk]), {"reason": "doublon"})
    assert answer.url == reverse("intake:result", args=[taken.import_id])
    assert browser.post(reverse("intake:stray_leave", args=[waiting(NONE).pk])).status_code == 422
    decided = browser.get(reverse("intake:strays", args=[taken.import_id]), {"show": "decided"}).content.decode()
    assert "doublon" in decided
    assert browser.post(reverse("intake:stray_again", args=[waiting(NONE).pk])).status_code == 302
    assert waiting(NONE).state == "waiting"


def test_whoever_may_not_import_sees_no_stray_file(taken, creditor: Creditor, client: Client):
    user = User.objects.create(email="relance@example.org", name="Relance")
    Membership.objects.create(user=user, role="SALESPERSON", creditor_id=creditor.pk, from_on=date(2020, 1, 1))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("intake:stray_show", args=[waiting(NONE).pk])).status_code in {403, 404}
    assert client.post(reverse("intake:stray_leave", args=[waiting(NONE).pk])).status_code in {403, 404, 422}
    assert waiting(NONE).state == "waiting"


def test_the_command_lists_attaches_and_refuses(taken):
    def told(*arguments: str) -> dict[str, object]:
        out = io.StringIO()
        call_command("stray_files", *arguments, "--json", stdout=out)
        return json.loads(out.getvalue())

    assert [(file["name"], sorted(file["fits"])) for file in told()["files"]] == [(BOTH, ["FA-2026-0010", "FA-2026-0012"]), (NONE, [])]
    with pytest.raises(NumberUnknown):
        told("--attach", str(waiting(NONE).pk), "FA-404")
    assert [file["name"] for file in told("--attach", str(waiting(BOTH).pk), "FA 2026 12")["files"]] == [NONE]
    assert told("--leave-out", str(waiting(NONE).pk))["files"] == []
    assert len(told("--again", str(waiting(NONE).pk))["files"]) == 1


def test_a_number_that_several_invoices_bear_is_refused_on_the_command_line(taken, actor: Actor, creditor: Creditor):
    Document.objects.filter(number="FA-2026-0012").update(number="FA-2026-10")
    with pytest.raises(NumberShared):
        queries.invoice_numbered(actor, creditor.pk, "FA-2026-0010")
