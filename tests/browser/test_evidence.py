"""The evidence of an invoice, from the ZIP to the reminder: PDFs taken in, one chosen by a person, seen on its invoice, enclosed."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from browser.hands import come_in
from browser.test_workbench import PHONE, TUESDAY
from dunning.payers import email, scenario
from encaisse.db.clock import stopped
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries as dunning_queries
from encaisse.dunning.rules.scenario import StepMode
from encaisse.kit.actor import Role, system_actor
from encaisse.ledger.models import Document, InvoiceFile
from intake.test_invoice_files import pdf
from workbench.conftest import ON, World

SYSTEM = system_actor()
WRITTEN_FIRST = scenario(replace(email("r1", 1, 5), template="REMIND1_EMAIL", mode=StepMode.TO_APPROVE))
GARAGE, BAKERY = "FA-2026-0010", "FA-2026-0012"


@pytest.fixture(autouse=True)
def world(page: Page, settings, tmp_path) -> World:
    """Two late customers of a company that encloses the copies of its invoices from the first reminder on."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.VAR = tmp_path
    with stopped(TUESDAY):
        world = World()
        for code, name, number in (("C1", "Garage Dupont", GARAGE), ("C2", "Boulangerie Épis", BAKERY)):
            customer = world.customer(code, name)
            world.invoice(customer, number, "1000", ON.replace(month=10, day=20))
        written_first = dunning.publish_scenario(
            SYSTEM, creditor_id=world.creditor, scenario=WRITTEN_FIRST, name_en="Written first", from_on=date(2026, 1, 2)
        )
        dunning.follow(SYSTEM, creditor_id=world.creditor, segment="SME", scenario_id=written_first)
        dunning.set_enclosures(SYSTEM, world.creditor, from_level=1, limit_mb=8)
    manager = world.hire("thomas", Role.CREDIT_MANAGER)
    come_in(page, world.browser(manager))
    return world


def zip_of_invoices() -> dict[str, object]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{BAKERY}.pdf", pdf(BAKERY))
        archive.writestr("scan.pdf", pdf(f"{GARAGE} et {BAKERY}"))
        archive.writestr("bon de livraison.pdf", pdf("Rien"))
    return {"name": "factures.zip", "mimeType": "application/zip", "buffer": packed.getvalue()}


def take_in(page: Page) -> None:
    page.goto("/imports/")
    page.wait_for_selector("html[data-ready]")
    page.locator("input[type=file]").set_input_files(zip_of_invoices())
    page.get_by_role("button", name="Examiner le fichier").click()
    expect(page.locator("main")).to_contain_text("scan.pdf")
    page.get_by_role("button", name="Importer", exact=True).click()
    expect(page.locator("#strays")).to_contain_text("scan.pdf")


def test_a_pdf_is_chosen_seen_on_its_invoice_and_enclosed_with_the_reminder(page: Page, world: World) -> None:
    with stopped(TUESDAY):
        take_in(page)
        page.get_by_role("link", name="scan.pdf").click()
        page.locator("tr", has_text=GARAGE).get_by_role("button", name="C’est celle-ci").click()
        expect(page.locator("h1")).to_contain_text("bon de livraison.pdf")
        page.get_by_label("Motif (facultatif)").fill("bon de livraison")
        page.get_by_role("button", name="L’écarter").click()
        expect(page.locator("#strays")).to_contain_text("Chaque fichier de cet import a sa facture")
        page.goto(f"/pieces/{Document.objects.get(number=GARAGE).pk}/")
        expect(page.locator("main")).to_contain_text("scan.pdf")
        assert InvoiceFile.objects.count() == 2
        world.run()
        [draft] = [row for row in dunning_queries.actions_to_approve(SYSTEM)[0] if row.name == "Garage Dupont"]
        page.goto(f"/approbations/{draft.id}/")
        expect(page.locator("main")).to_contain_text("scan.pdf")


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_the_files_that_wait_fit_a_phone(page: Page, world: World) -> None:
    with stopped(TUESDAY):
        take_in(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.get_by_role("link", name="scan.pdf").click()
        expect(page.locator("main")).to_contain_text(GARAGE)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
