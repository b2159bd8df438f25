"""A morning's list worked by keyboard alone: move, pin, reorder, call in two keys, next, approve the batch and take one back."""

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from browser.hands import come_in, keys
from encaisse.db.clock import stopped
from encaisse.dunning.models import PlannedAction
from encaisse.workbench.models import Call
from workbench.conftest import World

TUESDAY = date(2026, 11, 17)
NAMES = ["Garage Dupont", "Boulangerie Épis", "Cave des Monts"]


@pytest.fixture(autouse=True)
def morning(page: Page, settings) -> World:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DEMO = False
    with stopped(TUESDAY):
        world = World()
        for no, name in enumerate(NAMES):
            world.late(f"C{no}", name, str(1000 - 300 * no))
        world.run()
        for no in range(2):
            draft = {
                "creditor_id": world.creditor, "customer_id": world.late(f"D{no}", f"Client {no}", "500"), "decided_on": TUESDAY,
                "planned_since": TUESDAY, "version_id": 1, "position": 1, "level": 2, "mode": "to_approve", "net_amount": Decimal(500),
                "sender_role": "COLLECTOR", "step_key": "r2", "channel": "internal_task", "state": "to_approve",
                "reason": {"code": "step_due"},
            }  # fmt: skip
            PlannedAction.objects.create(**draft)
    come_in(page, world.browser())
    page.goto("/")
    page.wait_for_selector("html[data-ready]")
    return world


def lines(page: Page) -> list[str]:
    return page.locator("#day-list tr[data-drag] a.main").all_inner_texts()


def test_a_morning_without_the_mouse(page: Page) -> None:
    assert lines(page) == NAMES
    keys(page, "j", "j", "Alt+ArrowUp")
    expect(page.locator("#day-list tr[data-row] a.main").first).to_have_text(NAMES[1])
    keys(page, "j", "e")
    expect(page.locator("#day-list tr[data-row] a.main").first).to_have_text(NAMES[0])
    expect(page.get_by_role("button", name=f"Détacher {NAMES[0]}")).to_have_count(1)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert lines(page) == [NAMES[0], NAMES[1], NAMES[2]]
    keys(page, "j", "Enter")
    page.locator("#cockpit form[data-call-form]").wait_for()
    keys(page, "n")
    expect(page.locator("#cockpit h2")).to_contain_text(NAMES[1])
    keys(page, "2", "Enter")
    expect(page.locator("#cockpit h2")).to_contain_text(NAMES[2], timeout=8000)
    assert Call.objects.get().result == "no_answer"


def test_the_overlay_names_every_key_of_the_day(page: Page) -> None:
    keys(page, "?")
    overlay = page.locator("#keys-help")
    for words in ("Sur la ligne choisie", "Épingler en tête", "Monter", "Descendre", "Fiche client"):
        expect(overlay).to_contain_text(words)
    keys(page, "Escape", "/")
    page.keyboard.type("jjee")
    expect(page.locator("[data-search-input]")).to_have_value("jjee")
    assert page.locator("#day-list .is-on").count() == 0


def test_a_batch_is_looked_at_one_taken_back_and_the_other_approved(page: Page) -> None:
    keys(page, "a")
    page.wait_for_url("**/approbations/**")
    page.wait_for_selector("html[data-ready]")
    keys(page, "j", "j")
    expect(page.locator("#draft")).to_contain_text("Client 1")
    keys(page, "w")
    page.locator("dialog[open] input[name=why]").wait_for()
    page.keyboard.type("Déjà réglé")
    keys(page, "Enter")
    expect(page.locator("tr[data-row]")).to_have_count(1)
    keys(page, "j")
    expect(page.locator("#draft")).to_contain_text("Client 0")
    keys(page, "a")
    expect(page.locator("tr[data-row]")).to_have_count(0)
    states = dict(PlannedAction.objects.filter(channel="internal_task").values_list("customer_id", "state"))
    assert sorted(states.values()) == ["approved", "withdrawn"]


def test_a_line_is_dragged_among_those_of_its_group(page: Page) -> None:
    first, last = page.locator("#day-list tr[data-drag]").first, page.locator("#day-list tr[data-drag]").last
    last.drag_to(first, source_position={"x": 60, "y": 8}, target_position={"x": 60, "y": 4})
    expect(page.locator("#day-list tr[data-drag] a.main").first).to_have_text(NAMES[2])
    page.reload()
    assert lines(page) == [NAMES[2], NAMES[0], NAMES[1]]
    page.locator("#day-list tr[data-drag]").first.drag_to(page.locator("[data-row-id=to-approve]"))
    assert lines(page) == [NAMES[2], NAMES[0], NAMES[1]]


def test_a_line_is_dragged_with_a_finger_that_stays_and_the_page_scrolls_with_one_that_moves(page: Page) -> None:
    touch = page.context.new_cdp_session(page)
    last, first = (page.locator("#day-list tr[data-drag]").nth(place).bounding_box() for place in (2, 0))
    assert last is not None
    assert first is not None

    def finger(kind: str, y: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": last["x"] + 60, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger("touchStart", last["y"] + 8)
    finger("touchMove", first["y"] + 4)
    finger("touchEnd", 0)
    assert lines(page) == NAMES
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(800)  # the page comes to rest: a finger laid on one that still scrolls only stops it
    finger("touchStart", last["y"] + 8)
    expect(page.locator("tr.is-held")).to_have_count(1)
    finger("touchMove", first["y"] + 20)
    finger("touchMove", first["y"] + 4)
    finger("touchEnd", 0)
    expect(page.locator("#day-list tr[data-drag] a.main").first).to_have_text(NAMES[2])
    page.reload()
    assert lines(page) == [NAMES[2], NAMES[0], NAMES[1]]
