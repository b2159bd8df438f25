"""A collector's morning, in the browser: the day, a call, a promise; then the promise kept in mind, and not kept."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from encaisse.db.clock import stopped
from encaisse.dunning import queries as dunning
from encaisse.kit.actor import system_actor
from workbench.conftest import World

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = system_actor()
TUESDAY, WEDNESDAY = date(2026, 11, 17), date(2026, 11, 18)
PROMISED_FOR, JUDGED_ON = date(2026, 11, 20), date(2026, 11, 26)
HTMX = {"HTTP_HX_REQUEST": "true"}


def page(browser: Client, name: str, *args: object, **asked: str) -> str:
    return browser.get(reverse(f"workbench:{name}", args=args), asked).content.decode()


def run(world: World, on: date) -> dict[str, int]:
    return dict(world.run(on).planned)


def test_a_collector_calls_takes_a_promise_and_meets_it_again_when_it_is_broken() -> None:
    with stopped(TUESDAY):
        world = World()
        garage, bakery = world.late("C1", "Garage Dupont", "1000"), world.late("C2", "Boulangerie Épis", "400")
        assert run(world, TUESDAY) == {"call": 2}
        nadia = world.browser()

        # The day: two calls, the larger first, each with its number.
        day = page(nadia, "day")
        assert day.index("Garage Dupont") < day.index("Boulangerie Épis")

        # She opens the call, reads the script, and notes a promise of 600.
        action = next(each for each in dunning.calls_to_make(SYSTEM)[0] if each.customer_id == garage)
        assert "Bon interlocuteur" in page(nadia, "call", garage, action=str(action.id), place="day")
        told = {
            "result": "reached", "promised_for": "2026-11-20", "promised_amount": "600", "given_by": "Anne Martin",
            "comment": "Virement vendredi", "action": action.id, "place": "day",
        }  # fmt: skip
        answer = nadia.post(reverse("workbench:call_note", args=[garage]), told, **HTMX)
        assert "Boulangerie Épis" in answer.content.decode()  # the next call opens by itself

        # The story of the customer tells it at once; the day is one call shorter.
        story = page(nadia, "customer", garage)
        assert all(words in story for words in ("Virement vendredi", "Joint", "noté pour le 20/11"))
        day = page(nadia, "day")
        assert day.count("<tr data-row ") == 1
        assert day.index("Fait aujourd’hui") < day.index("Garage Dupont")
        assert "1 appel passé" in day

    with stopped(WEDNESDAY):
        run(world, WEDNESDAY)
        kept = dunning.latest_decision(SYSTEM, garage)
        assert [(reason, Decimal(amount), until, currency) for _item, reason, amount, until, currency in kept.detail["held"]] == [
            ("promise", Decimal(600), PROMISED_FOR.isoformat(), "EUR")
        ]

    with stopped(JUDGED_ON):
        world.fresh(JUDGED_ON)
        assert run(world, JUDGED_ON)["call"] >= 1
        day = page(world.browser(), "day")
        assert "Promesses non tenues" in day
        assert day.index("Promesses non tenues") < day.index("Garage Dupont")
        assert bakery
