"""Whoever takes files in and sees no customer learns nothing of the books by it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from encaisse.creditors.models import Creditor
from encaisse.intake import queries
from encaisse.intake.actions.uploads import take_upload
from encaisse.intake.models import ImportFinding, StrayFile, Upload
from encaisse.intake.rules.discretion import HIDDEN, OF_THE_BOOKS
from encaisse.intake.rules.findings import MEANINGS
from encaisse.people import queries as people
from encaisse.people.models import Membership, User
from intake.test_invoice_files import codes, listed, own_folder, pdf, take  # noqa: F401 - fixtures of files

ON = date(2026, 11, 23)
FILES = {"both.pdf": pdf("FA-2026-0010 et FA-2026-0012")}
HEAD = "Code client;Raison sociale;Numéro;Date facture;Date échéance;Montant TTC;Solde\n"
LINE = "C{no};Client {no};F{no};01/10/2026;31/10/2026;100,00;100,00\n"
PEOPLE = "Code client;Nom;E-mail;Téléphone\nC1;Claire Dupont;claire@dupont.example;01 99 00 12 34\n"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def signed_in(creditor: Creditor, client: Client) -> Callable[[str], Client]:
    user = User.objects.create(email="qui@example.org", name="Qui")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def as_role(role: str) -> Client:
        Membership.objects.update_or_create(user=user, defaults={"role": role, "creditor_id": creditor.pk, "from_on": date(2020, 1, 1)})
        return client

    return as_role


def kept(browser: Client, creditor: Creditor, name: str, text: str) -> Upload:
    answer = browser.post(reverse("intake:upload_keep"), {"creditor_id": creditor.pk, "file": SimpleUploadedFile(name, text.encode())})
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.latest("pk")


def taken_in(upload: Upload, browser: Client, **choices: object) -> Upload:
    Upload.objects.filter(pk=upload.pk).update(state=Upload.State.RUNNING, choices={"source_name": "ERP", **choices})
    take_upload(people.actor_of(User.objects.get().pk, on=ON), upload.pk, on=ON)
    return Upload.objects.get(pk=upload.pk)


def test_the_invoices_a_file_may_be_are_named_to_whoever_sees_invoices_only(take, listed, signed_in, creditor) -> None:  # noqa: F811
    listed("FA-2026-0010", "FA-2026-0012")
    made = take(FILES)
    for role, sees in (("ACCOUNTANT", True), ("ADMIN", False)):
        browser = signed_in(role)
        page = browser.get(reverse("intake:result", args=[made.import_id])).content.decode()
        assert ("FA-2026-0012" in page) == sees
        actor = people.actor_of(User.objects.get().pk, on=ON)
        [found] = [each for each in queries.findings(actor, made.import_id) if each.code == "file_ambiguous"]
        assert (found.values["numbers"] == HIDDEN) != sees
        assert str(found.values["count"]) == "2"
        exported = browser.get(reverse("intake:findings_export", args=[made.import_id]))
        assert exported.status_code == 200
        page = browser.get(reverse("intake:stray", args=[StrayFile.objects.get().pk]), {"q": "FA-2026"})
        assert (page.status_code, "FA-2026-0012" in page.content.decode()) == (200, sees)
        assert ("collègue de la comptabilité" in page.content.decode()) != sees


def test_a_situation_refused_tells_no_amount_of_the_books(signed_in, creditor) -> None:
    browser = signed_in("ADMIN")
    whole = HEAD + "".join(LINE.format(no=no) for no in range(1, 5))
    assert taken_in(kept(browser, creditor, "a.csv", whole), browser, is_situation=True).state == Upload.State.DONE
    refused = taken_in(kept(browser, creditor, "b.csv", HEAD + LINE.format(no=1)), browser, is_situation=True)
    assert refused.state == Upload.State.REFUSED
    address = reverse("intake:upload", args=[refused.pk])
    for role, sees in (("ACCOUNTANT", True), ("ADMIN", False)):
        page = signed_in(role).get(address).content.decode()
        assert "3 pièces ouvertes sur 4" in page
        assert ("400" in page, HIDDEN in page) == (sees, not sees)


def test_an_administrator_hands_in_people_too(signed_in, creditor) -> None:
    browser = signed_in("ADMIN")
    assert taken_in(kept(browser, creditor, "a.csv", HEAD + LINE.format(no=1)), browser).state == Upload.State.DONE
    people_file = kept(browser, creditor, "contacts.csv", PEOPLE)
    assert browser.get(reverse("intake:upload", args=[people_file.pk])).status_code == 200
    assert people_file.kind == "contacts"


def test_every_value_hidden_is_one_a_finding_says() -> None:
    for code, names in OF_THE_BOOKS.items():
        said = MEANINGS[code].sentence
        assert all(f"%({name})s" in said for name in names), code
    assert not ImportFinding.objects.exists()
