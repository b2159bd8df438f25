"""Pages on paper, and pages that do not jump while they load or change."""

import io
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from browser.hands import come_in
from encaisse.customers.models import Customer
from encaisse.db.clock import stopped
from encaisse.kit.actor import Role
from workbench.conftest import ON, World

ROLES = (Role.COLLECTOR, Role.CREDIT_MANAGER, Role.ACCOUNTANT, Role.ADMIN, Role.AUDITOR)
# What Google calls good; measured with the caches cold, panels and charts coming late.
MOST_SHIFT = 0.1
SHIFT = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value; })
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(sum), 400);
})"""


@pytest.fixture
def page(browser: Browser, live_server) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, locale="fr-FR", bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def reader(page: Page) -> World:
    with stopped(ON):
        made = World()
        for number in range(8):
            made.late(f"C{number}", f"Garage Dupont {number}", str(400 + 100 * number))
        made.run()
    come_in(page, made.browser(made.hire("helene", *ROLES)))
    return made


def main_pages() -> list[str]:
    customer = Customer.objects.order_by("pk").first()
    assert customer is not None
    file = f"/clients/{customer.pk}/"
    return ["/", "/portefeuille/", file, f"{file}statement/", "/non-relances/", "/settings/calendars/", "/imports/sources/"]


def settled(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    page.wait_for_function("() => !document.querySelector('.htmx-request')")


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("width", [1440, 390])
def test_the_main_pages_do_not_jump_while_their_panels_come(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    jumped = {}
    for address in main_pages():
        settled(page, address)
        jumped[address] = round(page.evaluate(SHIFT), 3)
    assert {address: shift for address, shift in jumped.items() if shift > MOST_SHIFT} == {}


def test_a_panel_that_is_replaced_leaves_the_reader_where_they_were(page: Page, reader: World) -> None:
    with stopped(ON):
        for _again in range(12):
            reader.run()
    page.set_viewport_size({"width": 1000, "height": 700})
    settled(page, "/relances/")
    button = page.locator("[data-shortcut=s]")
    button.evaluate("each => each.scrollIntoView({block: 'center'})")
    before = page.evaluate("scrollY")
    page.get_by_label("Jour").fill("")
    with page.expect_response("**/relances/run/"):
        button.click()
    page.wait_for_timeout(300)
    assert (page.evaluate("document.documentElement.scrollHeight") > 1200, abs(page.evaluate("scrollY") - before) < 60) == (True, True)


@pytest.mark.usefixtures("reader")
def test_pages_are_printed_black_on_white_without_the_navigation(page: Page) -> None:
    page.set_viewport_size({"width": 1000, "height": 900})
    for address in main_pages():
        settled(page, address)
        page.evaluate("() => { document.documentElement.dataset.bsTheme = 'dark' }")
        page.emulate_media(media="print")
        assert [name for name in (".rail", ".topbar", ".bottombar", ".page-head-actions") if page.locator(name).first.is_visible()] == []
        ground, ink = page.evaluate("() => { const s = getComputedStyle(document.body); return [s.backgroundColor, s.color] }")
        assert (ground, ink) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)"), address
        heads = page.locator("table.sheet thead").evaluate_all("all => all.map(each => getComputedStyle(each).display)")
        assert set(heads) <= {"table-header-group"}, address
        page.emulate_media(media="screen")


def on_paper(page: Page, address: str) -> list[str]:
    """Print a page by night on small sheets, and return the words of each."""
    settled(page, address)
    page.evaluate("() => { document.documentElement.dataset.bsTheme = 'dark' }")
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(width="210mm", height="75mm"))).pages]


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(("address", "head"), [("/clients/", "Encours")])
def test_a_list_on_several_sheets_repeats_its_heads_and_cuts_no_row(page: Page, address: str, head: str) -> None:
    sheets = on_paper(page, address)
    with_rows = [words for words in sheets if "Garage Dupont" in words]
    assert len(with_rows) > 1
    assert [words for words in with_rows if head not in words] == []
    assert sum(words.count("Garage Dupont") for words in sheets) == sum(
        len(set(re.findall(r"Garage Dupont \d", words))) for words in sheets
    )
    assert not any("Boîte piégée" in words for words in sheets)


@pytest.mark.usefixtures("reader")
def test_the_portfolio_is_printed_across_from_its_first_sheet_with_no_blank_one_before(page: Page) -> None:
    settled(page, "/portefeuille/")
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    assert [sheet.mediabox.width > sheet.mediabox.height for sheet in sheets] == [True] * len(sheets)
    assert "Balance âgée" in sheets[0].extract_text()


@pytest.mark.usefixtures("reader")
def test_what_is_asked_of_a_customer_is_printed_without_the_forms_of_its_page(page: Page) -> None:
    file = main_pages()[2]
    assert "Solde" in "".join(on_paper(page, f"{file}statement/"))
    printed = "".join(on_paper(page, file))
    assert ("F-C" in printed, "Joindre des fichiers" in printed) == (True, False)


@pytest.mark.usefixtures("reader")
def test_a_chart_has_its_words_and_its_table(page: Page) -> None:
    settled(page, main_pages()[2])
    chart = page.locator("#paying .chart")
    if chart.count():
        assert chart.first.get_attribute("aria-label")
        assert page.locator("#paying details table").count() == 1
    assert page.locator(".chart:not([role='img'][aria-label])").count() == 0
