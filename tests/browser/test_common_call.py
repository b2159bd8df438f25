"""A common call worked by keyboard alone: one line, a block per company, one result, a promise to each."""

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from browser.hands import come_in, keys
from encaisse.commitments.models import Promise
from encaisse.db.clock import stopped
from encaisse.dunning.models import PlannedAction
from encaisse.workbench.models import Call
from workbench.test_common_calls import Group

TUESDAY = date(2026, 11, 17)


@pytest.fixture
def group(page: Page, settings) -> Group:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DEMO = False
    with stopped(TUESDAY):
        made = Group()
        made.lambert.late("L9", "Bar des Amis", "50")
        made.run()
    come_in(page, made.lambert.browser())
    page.goto("/")
    page.wait_for_selector("html[data-ready]")
    return made


def test_one_call_of_two_companies_without_the_mouse(page: Page, group: Group) -> None:
    line = page.locator("#day-list tr[data-drag]").first
    expect(page.locator("#day-list tr[data-drag]")).to_have_count(2)
    for words in ("Garage Dupont", "Maison Lambert", "Lambert Négoce", "1 400,00"):
        expect(line).to_contain_text(words)
    keys(page, "j", "Enter")
    page.locator("#cockpit form[data-call-form]").wait_for()
    expect(page.locator(".call-account")).to_have_count(2)
    expect(page.locator(".call-account").nth(1)).to_contain_text("FR14 2004 1010 0505 0001 3M02 606")
    keys(page, "1")
    expect(page.locator("[name=promised_for]")).to_be_focused()
    page.keyboard.type("11202026")  # a browser asks for the parts of a day in the order of its own language: English here
    expect(page.locator("[name=promised_for]")).to_have_value("2026-11-20")
    summary = page.locator(".call-also summary")
    for _ in range(12):
        keys(page, "Tab")
        if summary.evaluate("each => each === document.activeElement"):
            break
    expect(summary).to_be_focused()
    keys(page, "Enter", "Tab")
    page.keyboard.type("11272026")
    keys(page, "Enter")
    expect(page.locator("#cockpit h2")).to_contain_text("Bar des Amis", timeout=8000)
    taken = list(Promise.objects.order_by("customer_id").values_list("customer_id", "amount", "promised_for"))
    assert taken == [(group.first, Decimal(1000), date(2026, 11, 20)), (group.second, Decimal(400), date(2026, 11, 27))]
    assert Call.objects.filter(common_id=None).count() == 1
    assert set(PlannedAction.objects.filter(customer_id__in=[group.first, group.second]).values_list("state", flat=True)) == {"done"}
    expect(page.locator("#day-list tr[data-drag]")).to_have_count(1)


@pytest.mark.parametrize("page", [{"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}], indirect=True)
def test_on_a_phone_the_blocks_stand_one_under_the_other_and_nothing_is_cut(page: Page, group: Group) -> None:
    page.goto(f"/clients/{group.first}/?call=1")
    blocks = page.locator(".call-account")
    expect(blocks).to_have_count(2)
    boxes = [blocks.nth(place).bounding_box() for place in range(2)]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
