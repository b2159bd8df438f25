"""Letters handed to a postal provider: whole or not at all, described by their manifest, never while nothing may leave."""

import csv
import hashlib
import io
import json
import stat
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from pypdf import PdfReader

from encaisse.audit import queries as audit
from encaisse.audit.queries import Filters
from encaisse.creditors.models import Creditor
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Role, system_actor
from encaisse.kit.refusals import NotAllowed
from encaisse.messages import actions, queries
from encaisse.messages.actions.postal import FolderClosed, FolderTaken, drop
from encaisse.messages.models import ContactEvent, Message
from encaisse.messages.queries.postal import BACK, OUT, postal_folder
from encaisse.messages.rules import Channel, Outcome, bound
from encaisse.messages.rules.letters import Cover
from encaisse.messages.rules.outbox import NotPostable, NotWithdrawable
from encaisse.messages.rules.postal import (
    BadFolder,
    Dropped,
    LetterRoute,
    Manifest,
    address_lines,
    check_route,
    manifest_of,
    message_of,
    town_of,
)
from messages.test_channels import signed_in

SYSTEM = system_actor()
RECIPIENT = "Boulangerie Épis\n1 rue du Pain\n69001 LYON"
ROUTE = LetterRoute(by_provider=True, folder="provider/verdier", duplex=True)
PDF = b"%PDF-1.7 a letter"


def dropped(**changes: object) -> Dropped:
    facts = {"reference": "m12", "kind": "registered_letter", "recipient": address_lines(RECIPIENT), "dated_on": date(2026, 11, 17),
             "pdf": PDF, "route": ROUTE}  # fmt: skip
    return Dropped(**(facts | changes))


@pytest.mark.parametrize("folder", ["", "/etc", "../out", "a/../b", ".hidden", "a//b", "a b", "a/b/c/d/e", "C:\\x"])
def test_a_folder_outside_the_postal_folder_is_refused(folder):
    with pytest.raises(BadFolder):
        check_route(LetterRoute(by_provider=True, folder=folder))


def test_a_manifest_says_all_the_provider_needs():
    told = json.loads(manifest_of(dropped()))
    assert told == {
        "reference": "m12", "kind": "registered", "file": "m12.pdf", "sha256": hashlib.sha256(PDF).hexdigest(), "dated_on": "2026-11-17",
        "colour": False, "duplex": True, "recipient": ["Boulangerie Épis", "1 rue du Pain", "69001 LYON"],
    }  # fmt: skip


def test_a_manifest_in_csv_opens_with_its_accents_and_six_address_columns():
    route = LetterRoute(by_provider=True, folder="p", manifest=Manifest.CSV, colour=True)
    [row] = csv.DictReader(io.StringIO(manifest_of(dropped(route=route)).decode("utf-8-sig"), newline=""), delimiter=";")
    assert (row["address1"], row["address3"], row["address6"], row["colour"], row["duplex"]) == (
        "Boulangerie Épis",
        "69001 LYON",
        "",
        "1",
        "0",
    )


def test_an_address_of_many_lines_keeps_its_name_and_its_town():
    lines = address_lines("A\nB\nC\nD\nE\nF\n75001 PARIS")
    assert (len(lines), lines[0], lines[-1], lines[-2]) == (6, "A", "75001 PARIS", "E F")


@pytest.mark.parametrize(("reference", "number"), [("m12", 12), (" m7 ", 7), ("12", None), ("m", None), ("m1; drop", None)])
def test_a_reference_names_a_message_or_nothing(reference, number):
    assert message_of(reference) == number


@pytest.mark.django_db
def test_a_letter_is_dropped_whole_with_its_manifest_last(settings):
    attempt = drop(SYSTEM, dropped())
    folder = postal_folder(SYSTEM, ROUTE, OUT)
    assert attempt.outcome is Outcome.ACCEPTED
    assert sorted(file.name for file in folder.iterdir()) == ["m12.json", "m12.pdf"]
    assert (folder / "m12.pdf").read_bytes() == PDF
    assert stat.S_IMODE((folder / "m12.json").stat().st_mode) == 0o640


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_is_tried_again_later(settings, tmp_path):
    (tmp_path / "postal").write_text("in the way")
    assert drop(SYSTEM, dropped()).outcome is Outcome.UNREACHABLE


@pytest.mark.django_db
def test_a_folder_in_the_way_is_said_at_once(actor, customer, tmp_path):
    (tmp_path / "postal").write_text("in the way")
    with pytest.raises(FolderClosed):
        actions.save_letter_route(actor, customer.creditor_id, ROUTE)


@pytest.fixture
def letter(actor, customer, outgoing) -> int:
    return actions.queue_message(actor, outgoing("l1", channel=Channel.LETTER, recipient=RECIPIENT, content=PDF))


@pytest.mark.django_db(transaction=True)
def test_a_letter_of_a_creditor_with_a_provider_leaves_by_its_folder(actor, customer, letter, settings):
    settings.OUTBOUND = "live"
    actions.save_letter_route(actor, customer.creditor_id, ROUTE)
    assert queries.letters_to_print(actor) == []
    assert actions.deliver_ready(actor).sent == 1
    assert (postal_folder(SYSTEM, ROUTE, OUT) / f"m{letter}.pdf").read_bytes() == PDF
    row = queries.message(actor, letter).row
    assert (row.state.value, ContactEvent.objects.get().is_contact) == ("sent", True)
    assert [each.id for each in queries.letters_handed(actor)] == [letter]
    assert actions.deliver_ready(actor).sent == 0


@pytest.mark.django_db(transaction=True)
def test_outside_production_nothing_is_put_in_the_folder(actor, customer, letter):
    actions.save_letter_route(actor, customer.creditor_id, ROUTE)
    assert actions.deliver_ready(actor).trapped == 1
    assert list(postal_folder(SYSTEM, ROUTE, OUT).iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_without_a_provider_a_letter_waits_to_be_printed(actor, letter, settings):
    settings.OUTBOUND = "live"
    assert actions.deliver_ready(actor).sent == 0
    assert [each.id for each in queries.letters_to_print(actor)] == [letter]


@pytest.mark.django_db(transaction=True)
def test_sending_stopped_holds_the_letters_too(actor, customer, letter, settings):
    settings.OUTBOUND = "live"
    actions.save_letter_route(actor, customer.creditor_id, ROUTE)
    actions.stop_sending(actor, customer.creditor_id, "audit")
    assert actions.deliver_ready(actor).sent == 0


@pytest.mark.django_db
def test_a_letter_being_handed_over_is_neither_posted_nor_taken_back(actor, customer, letter):
    Message.objects.filter(pk=letter).update(state="sending", claimed_at=now(), claimed_by=7)
    with pytest.raises(NotPostable):
        actions.mark_posted(actor, [letter])
    with pytest.raises(NotWithdrawable):
        actions.withdraw_message(actor, letter)


@pytest.mark.django_db
def test_a_folder_serves_one_company(actor, customer):
    other = Creditor.objects.create(name="Maison Autre", siren="552100554")
    actions.save_letter_route(actor, customer.creditor_id, ROUTE)
    with pytest.raises(FolderTaken):
        actions.save_letter_route(actor, other.pk, ROUTE)


@pytest.mark.django_db
def test_who_changes_a_route_is_in_the_audit_and_others_may_not(actor, customer):
    actions.save_letter_route(actor, customer.creditor_id, ROUTE)
    [entry] = audit.entries(actor, Filters(did="messages.letter_route"))
    assert entry.change["folder"] == "provider/verdier"
    with pytest.raises(NotAllowed):
        actions.save_letter_route(Actor(user_id=1, name="Nobody"), customer.creditor_id, LetterRoute())


@pytest.mark.parametrize(
    ("recipient", "town"),
    [
        ("Boulangerie Épis\n3 rue du Port\n38000 Grenoble", "38000 Grenoble"),
        ("11 allée des Métiers\n21000 Dijon\nFrance", "21000 Dijon"),
        ("Épis Ltd\n3 Harbour Road\nDublin", "Dublin"),
    ],
)
def test_the_list_of_letters_names_the_town_whatever_stands_below_it(recipient, town):
    assert town_of(recipient) == town


def test_on_both_sides_each_letter_begins_on_a_sheet_of_its_own(a_letter):
    cover = Cover("fr", datetime(2026, 11, 17, 9, tzinfo=UTC), "Nadia", (("Épis", "LYON", "Relance", "letter"),))
    one = a_letter("k1")
    count = len(PdfReader(io.BytesIO(one)).pages)
    bound_pages = PdfReader(io.BytesIO(bound([one, one], cover, duplex=True))).pages
    assert len(bound_pages) == 2 + 2 * (count + count % 2)
    assert len(PdfReader(io.BytesIO(bound([one, one], cover))).pages) == 1 + 2 * count
    assert bound_pages[1].extract_text() == ""


@pytest.mark.django_db
def test_a_company_that_prints_on_both_sides_pads_its_batch_by_itself(actor, customer, outgoing, a_letter):
    ids = actions.queue_messages(actor, [outgoing("l1", channel=Channel.LETTER, recipient=RECIPIENT, content=a_letter("l1"))])
    actions.save_letter_route(actor, customer.creditor_id, LetterRoute(duplex=True))
    batch = actions.print_letters(actor, ids)
    assert len(PdfReader(io.BytesIO(queries.batch_file(actor, batch))).pages) % 2 == 0


@pytest.mark.django_db
def test_the_route_is_set_up_on_a_screen(actor, customer):
    admin_browser = signed_in(Role.ADMIN)
    page = reverse("messages:letter_route", args=[customer.creditor_id])
    assert admin_browser.get(page).status_code == 200
    told = {"way": "provider", "folder": "../etc", "manifest": "csv"}
    assert "../etc" in admin_browser.post(page, told).content.decode()
    assert admin_browser.post(page, told | {"folder": "poste/verdier", "duplex": "on"}).status_code == 302
    route = queries.letter_route(actor, customer.creditor_id)
    assert (route.folder, route.manifest, route.duplex) == ("poste/verdier", Manifest.CSV, True)
    assert postal_folder(actor, route, BACK).is_dir()
    assert admin_browser.get(reverse("messages:channels")).status_code == 200
    assert signed_in(Role.CREDIT_MANAGER).get(reverse("messages:letters")).status_code == 200
