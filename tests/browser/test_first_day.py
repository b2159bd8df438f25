"""A collector's first day, without a manual: a ledger and contacts in, live, the run, a letter and a mail, a call, and the story of it."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from browser.first_day import contacts_file, ledger_file
from encaisse.db.clock import today
from encaisse.dunning import actions as dunning
from encaisse.dunning.models import RunOrder
from encaisse.kit.actor import Role, system_actor
from encaisse.messages import actions as messages
from encaisse.people.models import User

DAY = "2019-08-05"


@pytest.fixture(autouse=True)
def signed_in_to_the_demonstration(settings, page: Page, sign_in) -> None:
    settings.DEMO = True
    page.set_default_timeout(12_000)
    expect.set_options(timeout=12_000)
    User.objects.filter(id=sign_in(Role.COLLECTOR)).update(phone="04 65 71 00 60")  # every reminder says whom to call


def test_a_collector_takes_a_ledger_from_the_file_to_the_timeline(page: Page, tmp_path: Path) -> None:
    ledger = ledger_file(tmp_path)
    make_company(page)
    take_in(page, ledger, "Grand livre (FEC)")
    page.get_by_role("link", name="Écran de reprise").click()
    go_live(page)
    page.goto("/imports/")
    take_in(page, contacts_file(tmp_path, ledger), "Contacts")
    run_the_day(page)
    approve_a_mail(page)
    customer = approve_a_letter(page)
    work_of_the_worker()
    see_the_mail(page)
    print_the_letter(page, customer)
    call(page, customer)


def make_company(page: Page) -> None:
    page.goto("/imports/")
    page.get_by_role("link", name="Nouvelle société").first.click()
    page.get_by_label("Nom").fill("Société d’essai")
    page.get_by_label("SIREN").fill("123456789")
    page.get_by_role("button", name="Créer la société").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Imports")


def take_in(page: Page, file: Path, kind: str) -> None:
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Examiner le fichier").click()
    expect(page.locator("#kind option:checked")).to_have_text(kind)
    page.get_by_role("button", name="Importer").click()
    expect(page.get_by_text("Lignes lues")).to_be_visible()


def go_live(page: Page) -> None:
    expect(page.get_by_text("31 juillet 2019")).to_be_visible()
    page.get_by_role("link", name="Clôturer et mettre en service").click()
    page.get_by_role("button", name="Mettre en service").click()
    expect(page.get_by_text("est en service")).to_be_visible()


def run_the_day(page: Page) -> None:
    page.goto("/relances/")
    page.get_by_label("Jour").fill(DAY)
    page.get_by_role("button", name=re.compile("^Lancer")).click()
    page.get_by_role("button", name="J’accepte : lancer").click()
    expect(page.get_by_text("Passage en cours")).to_be_in_viewport()
    for order in RunOrder.objects.filter(state="waiting"):
        dunning.take_order(system_actor(), order.pk)
    expect(page.get_by_text("Terminé · lundi 5 août 2019")).to_be_visible()


def approve_a_mail(page: Page) -> None:
    """Approve the first e-mail: a company that has just gone live sends nothing that nobody approved."""
    page.goto("/approbations/?channel=email")
    page.locator("tr[data-row]").filter(has=page.locator("input[name=ids]")).first.locator("input[name=ids]").check()
    page.keyboard.press("a")
    expect(page.get_by_role("status").filter(has_text="approuv").first).to_be_visible()


def approve_a_letter(page: Page) -> str:
    """Read why, and approve the last letter of the list: ticked, it is the one shown beside; return its customer."""
    page.goto("/approbations/?channel=letter&level=1")
    expect(page.get_by_text("Dû à ce niveau").first).to_be_visible()
    expect(page.locator("#approval, main").first).to_contain_text("rue des Essais")
    row = page.locator("tr[data-row-preview]").filter(has=page.locator("input[name=ids]")).last
    customer = row.locator(".main").first.inner_text()
    row.locator("input[name=ids]").check()
    expect(page.locator("#draft")).to_contain_text(customer)
    expect(page.locator("#draft").get_by_role("button", name="Approuver")).to_be_in_viewport()
    page.keyboard.press("a")
    expect(page.get_by_role("status").filter(has_text="approuv").first).to_be_visible()
    return customer


def work_of_the_worker() -> None:
    dunning.release(system_actor(), on=today())
    messages.deliver_ready(system_actor())


def see_the_mail(page: Page) -> None:
    page.goto("/messages/trap/")
    expect(page.locator("#trap")).to_contain_text(".example")
    expect(page.frame_locator("#reading iframe").get_by_text("Bonjour").first).to_be_visible()


def print_the_letter(page: Page, customer: str) -> None:
    page.goto("/messages/letters/")
    page.locator("tr").filter(has_text=customer).locator("input[type=checkbox]").check()
    page.keyboard.press("p")
    link = page.get_by_role("link", name="L’ouvrir et l’imprimer")
    expect(link).to_be_in_viewport()
    printed = page.request.get(link.get_attribute("href") or "")
    assert (printed.headers["content-type"], printed.body()[:5]) == ("application/pdf", b"%PDF-")


def call(page: Page, customer: str) -> None:
    """Open the file of the customer, call, note the result in two keys, and find letter and call in the story."""
    page.goto(f"/clients/?q={quote(customer)}")
    page.get_by_role("link", name=customer, exact=True).first.click()
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("c")
    page.locator("#cockpit").wait_for()
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("Appel .*Pas de réponse")).first).to_be_visible()
    expect(page.get_by_text("rue des Essais").first).to_be_visible()
