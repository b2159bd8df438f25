"""From an empty installation to the first day, by the assistant alone: company, logo, account, files, scenarios, go-live, dry run."""

import struct
import zlib
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from encaisse.db import clock
from encaisse.db.clock import today
from encaisse.dunning import actions as dunning
from encaisse.dunning.models import PlannedAction, RunOrder
from encaisse.kit.actor import system_actor
from encaisse.people.rules import SOLO_ROLES

TUESDAY = datetime(2026, 11, 17, 11, tzinfo=UTC)  # a working day: on a Saturday nothing is written


@pytest.fixture(autouse=True)
def signed_in(page: Page, sign_in, settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(clock, "stopped_here", ContextVar("stopped_everywhere", default=TUESDAY))  # in the threads of the server too
    settings.VAR = tmp_path
    page.set_default_timeout(12_000)
    expect.set_options(timeout=12_000)
    sign_in(*SOLO_ROLES)


def test_a_company_goes_from_an_empty_installation_to_its_first_day(page: Page, tmp_path: Path) -> None:
    make_the_company(page)
    add_the_logo(page, tmp_path)
    add_the_account(page)
    go_on_without(page, "sending")
    take_in(page, "import", invoices(tmp_path))
    take_in(page, "contacts", contacts(tmp_path))
    see_the_scenarios(page)
    go_on_without(page, "people")
    go_live(page)
    simulate(page)
    first_day(page)


def make_the_company(page: Page) -> None:
    """Follow the way an empty screen shows."""
    page.goto("/")
    page.get_by_role("link", name="Commencer la mise en route").click()
    page.get_by_label("Nom", exact=True).fill("Maison d’essai")
    page.get_by_label("SIREN").fill("552 100 554")
    page.get_by_label("Téléphone").fill("04 72 00 00 00")
    page.get_by_role("button", name="Créer la société et continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maison d’essai")
    for label, value in (
        ("Rue", "12 rue des Tanneurs"),
        ("Code postal", "69002"),
        ("Ville", "Lyon"),
        ("Adresse e-mail", "compta@essai.example"),
    ):
        page.locator("#identity").get_by_label(label).fill(value)
    page.locator("#identity").get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="En-tête de courrier").first).to_be_visible()


def add_the_logo(page: Page, folder: Path) -> None:
    rows = zlib.compress(b"".join(b"\0" + b"\xcc\x22\x22" * 60 for _ in range(20)))
    parts = ((b"IHDR", struct.pack(">IIBBBBB", 60, 20, 8, 2, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    drawn = b"".join(struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts)
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + drawn)
    page.locator("#letterhead input[type=file]").set_input_files(folder / "logo.png")
    page.get_by_role("button", name="Ajouter le logo").click()
    expect(page.locator("#accounts")).to_be_visible()


def add_the_account(page: Page) -> None:
    page.locator("#accounts").get_by_label("Nom du compte").fill("Compte courant")
    page.locator("#accounts").get_by_label("IBAN").fill("FR76 3000 6000 0112 3456 7890 189")
    page.get_by_role("button", name="Ajouter le compte").click()
    expect(page.locator("#set-up")).to_be_visible()


def go_on_without(page: Page, step: str) -> None:
    """Go to a step; leave it out, its consequence said, when it still waits."""
    page.goto("/mise-en-route/")
    page.locator(f"a[href='?step={step}']").first.click()
    leave = page.get_by_role("button", name="Continuer sans")
    if leave.count():
        expect(page.get_by_text("Sans collègues, tout vous revient")).to_be_visible()
        leave.click()
        expect(page.locator(f"a[href='?step={step}']").first).to_contain_text("laissé de côté")


def invoices(folder: Path) -> Path:
    def day(ago: int) -> str:
        return (today() - timedelta(days=ago)).strftime("%d/%m/%Y")

    path = folder / "echeancier.csv"
    path.write_text(
        "Code client;Raison sociale;Numéro;Date facture;Date échéance;Montant TTC;Solde\n"
        f"C1;Garage Dupont;F1;{day(50)};{day(20)};1200,00;1200,00\n"
        f"C2;Menuiserie Durand;F2;{day(40)};{day(12)};2400,00;2400,00\n",
        encoding="utf-8",
    )
    return path


def contacts(folder: Path) -> Path:
    path = folder / "contacts.csv"
    path.write_text(
        "Code client;Prénom;Nom;E-mail\nC1;Claire;Dupont;claire@dupont.example\nC2;Denis;Durand;denis@durand.example\n", encoding="utf-8"
    )
    return path


def take_in(page: Page, step: str, file: Path) -> None:
    page.goto("/mise-en-route/")
    expect(page.locator(f"a[href='?step={step}'][aria-current=step]")).to_be_visible()
    page.locator("#set-up").get_by_role("link", name="Importer un fichier").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Examiner le fichier").click()
    page.get_by_role("button", name="Importer").click()
    expect(page.get_by_text("Lignes lues")).to_be_visible()


def see_the_scenarios(page: Page) -> None:
    page.goto("/mise-en-route/")
    page.locator("a[href='?step=scenarios']").first.click()
    expect(page.locator("#set-up .set-up-steps a[aria-current=step]")).to_contain_text("d’origine")
    page.get_by_role("link", name="Voir les scénarios").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def go_live(page: Page) -> None:
    page.goto("/mise-en-route/")
    page.get_by_role("link", name="Ouvrir l’écran de reprise").click()
    page.get_by_role("link", name="Clôturer et mettre en service").click()
    page.get_by_role("button", name="Mettre en service").click()
    expect(page.get_by_text("est en service")).to_be_visible()


def is_an_order(response: Response) -> bool:
    return response.request.method == "POST"


def simulate(page: Page) -> None:
    page.goto("/mise-en-route/")
    page.get_by_role("link", name="Simuler la journée").click()
    with page.expect_response(is_an_order):
        page.get_by_role("button", name="Simuler").click()
    work_of_the_worker(page)
    expect(page.get_by_text("rien n’est enregistré").first).to_be_visible()
    assert PlannedAction.objects.count() == 0


def first_day(page: Page) -> None:
    page.goto("/mise-en-route/")
    expect(page.get_by_text("Tout attend une approbation")).to_be_visible()
    page.locator("#set-up .set-up-step a[href='/relances/']").first.click()
    with page.expect_response(is_an_order):
        page.locator("button[data-shortcut=r]").click()
    work_of_the_worker(page)
    expect(page.get_by_text("Terminé").first).to_be_visible()
    written = PlannedAction.objects.filter(channel="email")
    assert {action.state for action in written} == {"to_approve"}
    assert written.count() == 2
    page.goto("/mise-en-route/")
    expect(page.get_by_text("Tout est en place")).to_be_visible()


def work_of_the_worker(page: Page) -> None:
    accept = page.get_by_role("button", name="J’accepte")
    if accept.count():
        with page.expect_response(is_an_order):
            accept.first.click()
    for order in RunOrder.objects.filter(state="waiting"):
        dunning.take_order(system_actor(), order.pk)
