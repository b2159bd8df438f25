"""The timeline on screen: notes that name colleagues, files, and what narrows it."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from encaisse.customers import actions as customers
from encaisse.customers.models import Attachment, Note
from encaisse.dunning import actions as dunning
from encaisse.dunning.models import PlannedAction
from encaisse.dunning.queries import explanation
from encaisse.dunning.rules.calls import CallResult
from encaisse.kit.actor import Role, system_actor
from encaisse.workbench.actions import note_call_with_outcome
from encaisse.workbench.queries.story import story
from encaisse.workbench.rules.calls import Outcome
from encaisse.workbench.rules.story import Family, StoryFilter

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
SYSTEM = system_actor()
ON = date(2026, 11, 17)


def url(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def late(world, settings, tmp_path) -> int:
    settings.VAR = tmp_path
    return world.late("C1", "Garage Dupont", "1000")


def pdf(name: str = "bon.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 bon signe", content_type="text/html")


def test_a_note_with_a_mention_and_a_file_reaches_the_colleague(world, late):
    claire = world.hire("claire", Role.CREDIT_MANAGER)
    world.browser().post(url("note", late), {"body": "@claire vois le bon", "attached": [pdf(), pdf("suite.pdf")]}, **HTMX)
    kept = list(Attachment.objects.order_by("name"))
    assert [(each.name, each.media_type) for each in kept] == [("bon.pdf", "application/pdf"), ("suite.pdf", "application/pdf")]
    browser = world.browser(claire)
    assert "bell-count" in text(browser.get(url("bell")))
    assert "Garage Dupont" in text(browser.get(url("mentions")))
    page = text(browser.get(url("customer", late)))
    assert page.count("bon.pdf") == 1
    mention = Note.objects.get().mentions.get()
    assert browser.post(url("mention_read", mention.pk)).headers["Location"] == url("customer", late)
    assert "bell-count" not in text(browser.get(url("bell")))


def test_a_file_comes_back_to_be_kept_and_never_runs(world, late):
    world.browser().post(url("note", late), {"attached": pdf()})
    answer = world.browser().get(url("attachment", Attachment.objects.get().pk))
    assert answer.content == b"%PDF-1.7 bon signe"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bon.pdf"'
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Security-Policy"][:7]) == ("nosniff", "sandbox")
    stranger = world.browser(world.hire("marc", Role.COLLECTOR))
    assert stranger.get(url("attachment", Attachment.objects.get().pk)).status_code == 404


def test_a_refused_file_says_why_with_and_without_htmx(world, late):
    answer = world.browser().post(url("note", late), {"attached": SimpleUploadedFile("x.exe", b"MZ")}, **HTMX)
    assert "n’est pas d’un type" in json.loads(answer.headers["HX-Trigger"])["toast"]["text"]
    page = world.browser().post(url("note", late), {"body": "voir", "attached": SimpleUploadedFile("x.exe", b"MZ")}, follow=True)
    assert text(page).count("n’est pas d’un type") == 1
    assert (Note.objects.count(), Attachment.objects.count()) == (0, 0)


def test_the_colleagues_offered_are_those_of_the_house(world, late):
    world.hire("claire", Role.CREDIT_MANAGER)
    told = world.browser().get(url("colleagues", late) + "?q=cl").json()
    assert told == {"people": [{"name": "Claire", "email": "claire@lambert.example"}]}


def test_the_timeline_is_narrowed_by_family_person_invoice_and_words(world, late):
    nadia, claire = world.actor(world.collector), world.actor(world.hire("claire", Role.CREDIT_MANAGER))
    customers.write_note(nadia, late, "Le comptable part en congé")
    customers.write_note(claire, late, "Voir la direction")
    world.invoice(late, "F-77", "10", date(2026, 12, 1))
    assert {each.by_name for each in story(SYSTEM, late, asked=StoryFilter(by_name="Claire")).rows} == {"Claire"}
    assert [each.reference for each in story(SYSTEM, late, asked=StoryFilter(invoice="f-77")).rows] == ["F-77"]
    assert [each.detail for each in story(SYSTEM, late, asked=StoryFilter(words="CONGE comptable")).rows] == ["Le comptable part en congé"]
    assert story(SYSTEM, late, asked=StoryFilter(Family.CALL)).rows == ()
    assert story(SYSTEM, late).people == ("Claire", "Nadia")


def test_the_narrowed_timeline_on_screen_keeps_what_narrows_it(world, late):
    customers.write_note(world.actor(world.collector), late, "Le comptable part en congé")
    browser = world.browser()
    panel = text(browser.get(url("timeline", late) + "?words=conge&family=note", **HTMX))
    assert "Le comptable part en congé" in panel
    assert "words=conge" in panel
    assert "Rien de tel" in text(browser.get(url("timeline", late) + "?words=introuvable", **HTMX))
    printed = text(browser.get(url("timeline_print", late) + "?words=conge"))
    assert "Le comptable part en congé" in printed
    assert "F-C1" not in printed


def test_the_file_takes_as_many_queries_however_long_its_story(world, late, django_assert_max_num_queries):
    browser, counts = world.browser(), []
    for size in (2, 20):
        for number in range(size):
            customers.write_note(world.actor(world.collector), late, f"Note {size} {number}")
        browser.get(url("customer", late))
        with django_assert_max_num_queries(70) as context:
            browser.get(url("customer", late))
        counts.append(len(context))
    assert counts[0] == counts[1]


def test_what_a_person_took_back_is_told_with_who_and_why(world, late):
    world.run(ON)
    claire = world.actor(world.hire("claire", Role.CREDIT_MANAGER))
    draft = PlannedAction.objects.get(customer_id=late)
    dunning.withdraw_actions(claire, [draft.pk], why="Ils ont appelé ce matin, ils règlent lundi")
    told = text(world.browser().get(url("timeline", late), **HTMX))
    assert "Retiré" in told
    assert "Ils ont appelé ce matin, ils règlent lundi" in told
    assert "Claire" in told
    assert [each.code for each in explanation(SYSTEM, late, on=ON).sentences][:1] == ["taken_back"]
    assert PlannedAction.objects.get(pk=draft.pk).reason["code"] == draft.reason["code"]


def test_a_call_and_a_dispute_are_told_with_their_own_reason(world, late):
    item = world.invoice(late, "F-9", "100", date(2026, 10, 1))
    outcome = Outcome(result=CallResult.REACHED, reason="PRICE", disputes=True, item_ids=(item,))
    note_call_with_outcome(world.actor(world.collector), late, outcome, on=ON)
    told = text(world.browser().get(url("timeline", late), **HTMX))
    assert told.count("Litige de prix / remise") == 2
    assert "Pas encore décidé" not in told
