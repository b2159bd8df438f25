"""A portfolio review at the keyboard: a view kept, grouped, commented, closed, exported, compared."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from browser.hands import come_in
from encaisse.db.clock import stopped
from encaisse.kit.actor import Role, system_actor
from encaisse.ledger import actions as ledger
from encaisse.workbench import actions
from encaisse.workbench.models import Close, ReviewComment
from workbench.conftest import World

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SYSTEM = system_actor()
# The pages of a live server tell the real day: what is late here is late for them too.
TODAY = date.today()


@pytest.fixture(autouse=True)
def review(page: Page, settings) -> World:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with stopped(TODAY):
        world = World()
        sophie = world.hire("sophie", Role.SALESPERSON)
        for place, (name, amount) in enumerate((("Garage Dupont", "1000"), ("Boulangerie Épis", "400"), ("Cave des Monts", "90")), start=1):
            pk = world.customer(f"C{place}", name, salesperson_id=sophie if place < 3 else None)
            world.invoice(pk, f"F-{place}", amount, date(2026, 9, 30))
        ledger.refresh_balances(SYSTEM, on=TODAY)
        actions.close_portfolio(SYSTEM, world.creditor, at=date(2026, 9, 30), on=TODAY)
        world.invoice(pk, "F-4", "60", date(2026, 10, 15))
        ledger.refresh_balances(SYSTEM, on=TODAY)
    come_in(page, world.browser(world.hire("marc", Role.CREDIT_MANAGER)))
    return world


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("html[data-ready]")


def test_a_view_is_kept_and_its_groups_open(page: Page) -> None:
    opened(page, "/portefeuille/?sort=name")
    page.locator("#filter-by").select_option("salesperson")
    expect(page.locator(".group-head")).to_have_count(2)
    page.keyboard.press("v")
    page.locator("#view-name").fill("Par commercial")
    page.locator(".view-form").get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".tabs a[aria-current]")).to_have_text("Par commercial")
    page.locator(".group-toggle", has_text="Sophie").click()
    expect(page.locator(".group-rows").first).to_contain_text("Garage Dupont")


def test_three_customers_are_commented_by_keyboard(page: Page) -> None:
    opened(page, "/portefeuille/?cols=comment&cols=overdue&sort=-overdue")
    for words in ("chèque parti", "attend un avoir", "ne répond plus"):
        page.keyboard.press("j")
        page.keyboard.press("m")
        page.locator(".review-row [name=body]").wait_for()
        expect(page.locator(".review-row [name=body]")).to_be_focused()
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(page.locator(".review-cell", has_text=words)).to_be_visible()
        expect(page.locator(".review-row")).to_have_count(0)
    assert list(ReviewComment.objects.order_by("pk").values_list("body", flat=True)) == [
        "chèque parti",
        "attend un avoir",
        "ne répond plus",
    ]


def test_a_month_is_closed_compared_and_exported(page: Page, tmp_path: Path) -> None:
    opened(page, "/portefeuille/arretes/")
    page.locator(".close-form [name=at]").fill("2026-10-31")
    page.locator(".close-form").get_by_role("button", name="Arrêter").click()
    expect(page.locator("#closes tbody tr")).to_have_count(2)
    page.get_by_role("link", name="Comparer au 30/09/2026").click()
    expect(page.locator("#moved")).to_contain_text("Cave des Monts")
    expect(page.locator(".compare-grid")).to_contain_text("+60,00")
    opened(page, f"/portefeuille/?close={Close.objects.get(closed_on=date(2026, 10, 31)).pk}")
    with page.expect_download() as waited:
        page.get_by_role("link", name="Exporter").click()
    file = tmp_path / "arrete.xlsx"
    waited.value.save_as(file)
    book = CalamineWorkbook.from_path(str(file))
    cover = {row[0]: row[1:] for row in book.get_sheet_by_name("Couverture").to_python() if row[0]}
    assert (cover["À la fin du"][0], cover["EUR"][:3]) == (date(2026, 10, 31), [1550, 1550, 0])
    head, *rows = book.get_sheet_by_name("Par pièce").to_python()
    assert {row[head.index("Référence")]: row[head.index("Reste dû")] for row in rows[:4]} == {
        "F-1": 1000,
        "F-2": 400,
        "F-3": 90,
        "F-4": 60,
    }


def test_everyone_the_filter_shows_is_chosen_with_its_count_and_amount(page: Page) -> None:
    opened(page, "/portefeuille/?late=1")
    page.locator("[data-bulk-row]").first.check()
    page.locator("[data-bulk-everyone]").check()
    expect(page.locator("[data-bulk-bar] [data-bulk-count]")).to_have_text("3")
    page.get_by_role("button", name="Suspendre…").click()
    expect(page.locator("#bulk-hold .bulk-preview")).to_contain_text("1 550,00")
    page.locator("#bulk-hold").get_by_role("button", name="Annuler").click()
    page.locator("[data-bulk-row]").first.uncheck()
    expect(page.locator("[data-bulk-everyone]")).not_to_be_checked()


@pytest.mark.parametrize("page", [PHONE], indirect=True)
@pytest.mark.parametrize(
    "address", ["/portefeuille/?by=salesperson", "/portefeuille/?cols=comment", "/portefeuille/arretes/", "/portefeuille/sans-action/"]
)
def test_a_phone_shows_no_more_than_its_width(page: Page, address: str) -> None:
    opened(page, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
