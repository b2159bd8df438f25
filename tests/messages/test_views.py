"""The pages: what left, the trap, letters to print, templates."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from encaisse.customers.models import Customer
from encaisse.kit.actor import Role
from encaisse.messages import actions, queries
from encaisse.messages.models import Message
from encaisse.messages.rules import Channel, Envelope, email_bytes, render
from encaisse.people.models import Membership, User
from messages.reminders import reminder, shipped

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client_of_solo() -> Client:
    """Somebody who may do everything: a company of one."""
    user = User.objects.create_user(email="solo@verdier.example", password="a long enough password")
    for role in (Role.CREDIT_MANAGER, Role.LEGAL):
        Membership.objects.create(user=user, role=role.value, from_on="2020-01-01")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def a_mail(outgoing, actor):
    data = reminder()
    rendered = render(shipped("REMIND1_EMAIL"), data)
    envelope = Envelope(
        ("Jeanne Petit", "a@verdier.example"), ("Anne Martin", "anne@epis.example"), "k1", datetime(2026, 11, 17, tzinfo=UTC)
    )
    return actions.queue_message(actor, outgoing(content=email_bytes(rendered, envelope), subject=rendered.subject))


def test_the_list_shows_each_message_with_its_state(client_of_solo, a_mail):
    page = client_of_solo.get(reverse("messages:outbox"))
    assert page.status_code == 200
    assert "En attente" in page.content.decode()


def test_a_message_page_shows_its_bytes_headers_and_hash(client_of_solo, a_mail):
    text = client_of_solo.get(reverse("messages:detail", args=[a_mail])).content.decode()
    assert Message.objects.get().rendered_id in text
    assert "Message-ID" in text


def test_the_preview_of_a_mail_runs_nothing(client_of_solo, a_mail):
    page = client_of_solo.get(reverse("messages:preview", args=[a_mail]))
    assert page.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "5 900,00 €".replace(" ", "\u202f", 1).replace(" ", "\u00a0") in page.content.decode()


def test_the_exact_bytes_can_be_fetched(client_of_solo, a_mail, actor):
    page = client_of_solo.get(reverse("messages:raw", args=[a_mail]))
    assert page.content == queries.rendered(actor, a_mail)


def test_trapped_mail_is_a_small_inbox(client_of_solo, a_mail, actor):
    actions.deliver_ready(actor)
    text = client_of_solo.get(reverse("messages:trap")).content.decode()
    assert "4 factures échues" in text
    assert "sandbox" in text


def test_an_unknown_outcome_is_shown_and_decided(client_of_solo, a_mail, actor):
    Message.objects.update(state="unknown", claimed_at="2026-11-17T09:00:00Z")
    assert "issue inconnue" in client_of_solo.get(reverse("messages:outbox")).content.decode().lower()
    client_of_solo.post(reverse("messages:settle", args=[a_mail]), {"was_sent": "yes"})
    assert Message.objects.get().state == "sent"


def test_letters_are_printed_and_posted_from_the_page(client_of_solo, outgoing, actor, a_letter):
    facts = {"channel": Channel.LETTER, "recipient": "Boulangerie Épis\n38000 Grenoble", "content": a_letter("a")}
    message_id = actions.queue_message(actor, outgoing("a", **facts))
    assert "Boulangerie Épis" in client_of_solo.get(reverse("messages:letters")).content.decode()
    client_of_solo.post(reverse("messages:letters_print"), {"ids": [message_id]})
    batch = queries.batches(actor)[0]
    assert client_of_solo.get(reverse("messages:batch_file", args=[batch.id])).content.startswith(b"%PDF")
    client_of_solo.post(reverse("messages:letters_posted"), {"ids": [message_id]})
    assert Message.objects.get().state == "sent"


def test_a_file_to_print_is_listed_for_whoever_may_open_it_only(client_of_solo, outgoing, actor, a_letter, customer):
    nadia = User.objects.create_user(email="nadia@verdier.example", password="a long enough password")
    Membership.objects.create(user=nadia, role=Role.COLLECTOR.value, from_on="2020-01-01")
    other = Customer.objects.create(creditor=customer.creditor, party=customer.party, code="C-43", name="Garage du Port")
    Customer.objects.filter(pk=customer.pk).update(collector_id=nadia.pk)
    facts = {"channel": Channel.LETTER, "recipient": "Épis\n38000 Grenoble", "content": a_letter("a")}
    mine, hers = (actions.queue_message(actor, outgoing(key, customer_id=pk, **facts)) for key, pk in (("a", customer.pk), ("b", other.pk)))
    both = actions.print_letters(actor, [mine, hers])
    browser = Client()
    browser.force_login(nadia, backend="django.contrib.auth.backends.ModelBackend")
    file, page = reverse("messages:batch_file", args=[both]), reverse("messages:letters")
    assert (browser.get(file).status_code, file in browser.get(page).content.decode()) == (404, False)
    assert file in client_of_solo.get(page).content.decode()
    Customer.objects.update(collector_id=nadia.pk)
    assert (browser.get(file).status_code, file in browser.get(page).content.decode()) == (200, True)


def test_printing_nothing_is_refused_in_words(client_of_solo):
    page = client_of_solo.post(reverse("messages:letters_print"), {}, headers={"HX-Request": "true"})
    assert page.status_code == 422
    assert "Cochez au moins une ligne" in page.content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", ["REMIND1_EMAIL", "MED_B2B", "SMS_OVERDUE"])
def test_a_template_has_its_page_and_preview(client_of_solo, code, language):
    address = reverse("messages:template", args=[code]) + f"?language={language}"
    assert client_of_solo.get(address).status_code == 200
    template = shipped(code, language)
    posted = {"subject": template.subject, "body": template.body}
    page = client_of_solo.post(reverse("workbench:template_proof", args=[code]) + f"?language={language}", posted)
    assert "note-bad" not in page.content.decode()


def test_both_languages_stand_side_by_side_each_with_its_preview_and_checklist(client_of_solo):
    page = client_of_solo.get(reverse("messages:template", args=["MED_B2B"]) + "?language=en").content.decode()
    assert page.index('id="template-text-en"') < page.index('id="template-text-fr"')
    for language in ("fr", "en"):
        assert f'id="template-preview-{language}"' in page
        assert f'id="id_{language}_body"' in page
    assert page.count("template-preview") >= 4


def test_a_refused_text_leaves_the_other_language_as_it_is(client_of_solo):
    page = client_of_solo.post(reverse("messages:template_save", args=["MED_B2B"]) + "?language=fr", {"subject": "x", "body": "Payez."})
    first, second = page.context["sides"]
    assert (first["template"].language, bool(first["form"].errors)) == ("fr", True)
    assert (second["template"].language, bool(second["form"].errors)) == ("en", False)
    assert all(point.is_met for point in second["requirements"])


def test_a_saved_template_is_a_new_version(client_of_solo, actor):
    template = shipped("REMIND1_EMAIL")
    posted = {"subject": "Rappel", "body": template.body}
    client_of_solo.post(reverse("messages:template_save", args=["REMIND1_EMAIL"]), posted)
    saved = queries.template(actor, "REMIND1_EMAIL", "fr")
    assert (saved.version, saved.subject) == (1, "Rappel")


def test_an_unlawful_formal_notice_is_not_saved(client_of_solo, actor):
    posted = {"subject": "Mise en demeure", "body": "Payez."}
    page = client_of_solo.post(reverse("messages:template_save", args=["MED_B2B"]), posted)
    assert page.status_code == 422
    assert queries.template(actor, "MED_B2B", "fr").version == 0


def test_the_list_of_templates_says_which_are_locked(client_of_solo):
    assert "Mise en demeure" in client_of_solo.get(reverse("messages:templates")).content.decode()


def test_the_switch_stops_and_resumes_from_the_page(client_of_solo, actor):
    client_of_solo.post(reverse("messages:stop"), {"reason": "Erreur de relevé"})
    assert "Erreur de relevé" in client_of_solo.get(reverse("messages:outbound_notice")).content.decode()
    client_of_solo.post(reverse("messages:resume"), {"creditor": ""})
    assert queries.stops(actor) == []
