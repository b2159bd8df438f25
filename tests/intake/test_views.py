"""The import wizard, from the file to its result."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from encaisse.creditors.models import Creditor
from encaisse.db.clock import stopped
from encaisse.intake import queries
from encaisse.intake.actions.uploads import take_upload
from encaisse.intake.models import Import, Upload
from encaisse.kit.actor import system_actor
from encaisse.ledger.models import OpenItem
from encaisse.people.models import Membership, User
from intake.einvoices import cii
from intake.test_fec_actions import PLAIN
from intake.test_lists import THREE


@pytest.fixture
def browser(creditor: Creditor, client: Client, settings: object, tmp_path: object) -> Client:
    settings.VAR = tmp_path
    user = User.objects.create(email="compta@example.org", name="Compta")
    Membership.objects.create(user=user, role="ACCOUNTANT", creditor_id=creditor.pk, from_on=date(2020, 1, 1))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(browser: Client, creditor: Creditor, content: bytes, name: str) -> object:
    file = SimpleUploadedFile(name, content)
    return browser.post(reverse("intake:upload_keep"), {"creditor_id": creditor.pk, "file": file})


def test_the_page_asks_for_a_first_file(browser: Client) -> None:
    answer = browser.get(reverse("intake:imports"))
    assert answer.status_code == 200
    assert "FEC" in answer.content.decode()


def test_a_fec_goes_from_upload_to_result(browser: Client, creditor: Creditor, django_capture_on_commit_callbacks: object) -> None:
    answer = send(browser, creditor, PLAIN, "123456789FEC20231231.txt")
    upload = Upload.objects.get()
    assert answer.url == reverse("intake:upload", args=[upload.pk])
    assert "JournalCode" in browser.get(answer.url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("intake:upload_start", args=[upload.pk]), {"kind": "fec", "source_name": ""})
    done = Import.objects.get()
    assert browser.get(answer.url).url == reverse("intake:result", args=[done.pk])
    page = browser.get(reverse("intake:result", args=[done.pk]))
    assert page.status_code == 200
    export = browser.get(reverse("intake:findings_export", args=[done.pk]))
    assert b"".join(export.streaming_content if export.streaming else [export.content])[:2] == b"PK"


def test_an_administrator_who_sees_no_customer_takes_a_file_in(
    browser: Client, creditor: Creditor, django_capture_on_commit_callbacks: object
) -> None:
    Membership.objects.update(role="ADMIN")
    send(browser, creditor, PLAIN, "123456789FEC20231231.txt")
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("intake:upload_start", args=[Upload.objects.get().pk]), {"kind": "fec", "source_name": ""})
    upload = Upload.objects.get()
    assert (upload.state, upload.refusal) == (Upload.State.DONE, "")
    assert browser.get(reverse("intake:result", args=[upload.import_id])).status_code == 200
    assert OpenItem.objects.exists()


def test_a_file_refused_says_why_in_the_language_of_whoever_reads_it(browser: Client, creditor: Creditor) -> None:
    send(browser, creditor, PLAIN, "123456789FEC20231231.txt")
    upload = Upload.objects.get()
    take_upload_refused(upload)
    for page in (reverse("intake:imports"), reverse("intake:upload", args=[upload.pk])):
        shown = browser.get(page).content.decode()
        assert "n’a pas d’en-tête de FEC" in shown
        assert Upload.objects.get().refusal not in shown


def take_upload_refused(upload: Upload) -> None:
    """The file was changed for another between its preview and its import."""
    Path(upload.path).write_bytes(b"une note\nqui n'est pas un grand livre\n")
    Upload.objects.update(state=Upload.State.RUNNING, kind="fec")
    take_upload(system_actor(), upload.pk, on=date(2026, 11, 23))
    assert Upload.objects.get().state == Upload.State.REFUSED


def test_a_list_shows_its_columns_and_asks_what_it_says(
    browser: Client, creditor: Creditor, django_capture_on_commit_callbacks: object
) -> None:
    answer = send(browser, creditor, THREE.encode(), "balance.csv")
    page = browser.get(answer.url).content.decode()
    assert 'name="column_number"' in page
    assert 'value="situation"' in page
    upload = Upload.objects.get()
    chosen = {"code": "Code client", "number": "N° facture", "issued_on": "Date facture", "open_amount": "Solde"}
    with stopped(date(2026, 11, 23)), django_capture_on_commit_callbacks(execute=True):
        browser.post(
            reverse("intake:upload_start", args=[upload.pk]),
            {"kind": "items", "is_situation": "situation", **{f"column_{name}": title for name, title in chosen.items()}},
        )
    assert OpenItem.objects.count() == 3


def test_a_refusal_is_shown_and_nothing_is_imported(browser: Client, creditor: Creditor) -> None:
    answer = send(browser, creditor, b"%PDF-1.7", "facture.pdf")
    assert answer.status_code == 422
    assert "PDF" in answer.content.decode()
    assert Upload.objects.count() == 0


def test_a_structured_invoice_is_recognised_shown_and_taken_in(browser, creditor, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.VAR = tmp_path
    answer = send(browser, creditor, cii("F77", due=date(2026, 10, 15)), "F77.xml")
    page = browser.get(answer.url).content.decode()
    assert "Garage Dupont" in page
    assert "F77" in page
    with stopped(date(2026, 11, 23)), django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("intake:upload_start", args=[Upload.objects.get().pk]), {"kind": "einvoice"})
    assert OpenItem.objects.get().document.number == "F77"


def test_a_file_too_large_is_refused(browser: Client, creditor: Creditor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCAISSE_UPLOAD_LIMIT_MB", "0")
    assert send(browser, creditor, PLAIN, "f.txt").status_code == 422


@pytest.mark.parametrize(("count", "state"), [(3, Upload.State.DONE), (201, Upload.State.RUNNING)], ids=["few at once", "many by a job"])
def test_a_small_zip_of_many_files_is_taken_in_by_a_job(
    browser: Client, creditor: Creditor, count: int, state: str, django_capture_on_commit_callbacks: object
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(count):
            archive.writestr(f"F{number}.pdf", b"%PDF-1.7 nothing")
    send(browser, creditor, packed.getvalue(), "factures.zip")
    upload = Upload.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("intake:upload_start", args=[upload.pk]), {"kind": "files"})
    upload.refresh_from_db()
    assert upload.state == state


def test_a_waiting_file_can_be_forgotten(browser: Client, creditor: Creditor) -> None:
    send(browser, creditor, THREE.encode(), "balance.csv")
    browser.post(reverse("intake:upload_drop", args=[Upload.objects.get().pk]))
    assert Upload.objects.count() == 0


def test_a_file_sent_for_the_wrong_company_is_imported_for_the_right_one(
    browser: Client, creditor: Creditor, django_capture_on_commit_callbacks: object
) -> None:
    other = Creditor.objects.create(name="Vins de Loire", siren="552100554", currency=creditor.currency)
    Membership.objects.create(user=User.objects.get(), role="ACCOUNTANT", creditor_id=other.pk, from_on=date(2020, 1, 1))
    answer = send(browser, creditor, PLAIN, "552100554FEC20231231.txt")
    way = f"{answer.url}?creditor={other.pk}"
    assert way in browser.get(answer.url).content.decode()
    assert f'name="creditor" value="{other.pk}"' in browser.get(way).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        start = reverse("intake:upload_start", args=[Upload.objects.get().pk])
        browser.post(start, {"kind": "fec", "source_name": "", "creditor": other.pk})
    assert Import.objects.get().source.creditor_id == other.pk


def test_a_file_is_never_imported_for_a_company_out_of_reach(browser: Client, creditor: Creditor) -> None:
    other = Creditor.objects.create(name="Vins de Loire", siren="552100554", currency=creditor.currency)
    send(browser, creditor, PLAIN, "552100554FEC20231231.txt")
    upload = Upload.objects.get()
    assert browser.get(f"{reverse('intake:upload', args=[upload.pk])}?creditor={other.pk}").status_code == 404
    assert browser.post(reverse("intake:upload_start", args=[upload.pk]), {"kind": "fec", "creditor": other.pk}).status_code == 404
    assert (Upload.objects.get().creditor_id, Import.objects.count()) == (creditor.pk, 0)


def test_a_binary_file_is_refused_in_words(browser: Client, creditor: Creditor) -> None:
    answer = send(browser, creditor, b"MZ" + bytes(range(256)) * 20, "programme.exe")
    assert (answer.status_code, Upload.objects.count()) == (422, 0)
    assert "un fichier binaire" in answer.content.decode()


def test_a_quotation_mark_that_is_never_closed_is_refused_in_words(browser: Client, creditor: Creditor) -> None:
    answer = send(browser, creditor, THREE.encode() + b'C3;"Dupont' + b" et fils;" * 20_000, "balance.csv")
    assert answer.status_code == 422
    assert "un guillemet" in answer.content.decode()


COLUMNS = {
    "column_code": "Code client",
    "column_name": "Raison sociale",
    "column_number": "N° facture",
    "column_issued_on": "Date facture",
    "column_open_amount": "Solde",
}


def taken_in(browser: Client, content: bytes, creditor: Creditor, capture: object) -> str:
    """Send a list, import it, and return its result page."""
    send(browser, creditor, content, "balance.csv")
    upload = Upload.objects.latest("id")
    with capture(execute=True):
        browser.post(reverse("intake:upload_start", args=[upload.pk]), {"kind": "items", "is_situation": "situation", **COLUMNS})
    return browser.get(reverse("intake:upload", args=[upload.pk]), follow=True).content.decode()


def test_the_same_file_again_says_so(browser: Client, creditor: Creditor, django_capture_on_commit_callbacks: object) -> None:
    first = taken_in(browser, THREE.encode(), creditor, django_capture_on_commit_callbacks)
    again = taken_in(browser, THREE.encode(), creditor, django_capture_on_commit_callbacks)
    assert Import.objects.count() == 1
    assert ["a déjà été importé" in page for page in (first, again)] == [False, True]


def test_a_file_of_titles_alone_is_not_called_read(browser: Client, creditor: Creditor, django_capture_on_commit_callbacks: object) -> None:
    page = taken_in(browser, THREE.splitlines(keepends=True)[0].encode(), creditor, django_capture_on_commit_callbacks)
    assert "aucune ligne sous ses titres" in page
    assert "toutes les lignes ont été lues" not in page


PEOPLE = "Code client;Nom;E-mail;Téléphone\nC1;Martin;m@dupont.example;0142680001\nC2;Petit;p@durand.example;0142680002\n"
COMPANIES = PEOPLE.replace("Martin", "DUPONT").replace("Petit", "Durand")


@pytest.mark.parametrize(
    ("content", "kind"), [pytest.param(PEOPLE, "contacts", id="people"), pytest.param(COMPANIES, "customers", id="companies")]
)
def test_names_that_known_customers_do_not_bear_are_those_of_people(
    browser: Client, creditor: Creditor, content: str, kind: str, django_capture_on_commit_callbacks: object
) -> None:
    send(browser, creditor, content.encode(), "avant.csv")
    assert Upload.objects.latest("id").kind == "customers"  # nobody is known yet: who is named is a new customer
    taken_in(browser, THREE.encode(), creditor, django_capture_on_commit_callbacks)
    send(browser, creditor, content.encode(), "noms.csv")
    kept = Upload.objects.latest("id")
    proposed = queries.preview(system_actor(), queries.upload(system_actor(), kept.pk)).proposed
    assert (kept.kind, proposed.get("contact_name")) == (kind, "Nom" if kind == "contacts" else None)
