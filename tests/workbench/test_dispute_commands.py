"""`encaisse disputes`: contested, answered and closed from the terminal, as on the customer file."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from encaisse.audit.models import Entry
from encaisse.disputes.rules import BeforeItOpened, DisputeClosed, KeepsItsDueDate
from encaisse.kit.refusals import NotFound
from encaisse.ledger import queries as ledger
from encaisse.project import cli, environment
from encaisse.workbench.rules.calls import AmountOverManyItems
from workbench.conftest import SYSTEM, World

pytestmark = pytest.mark.django_db


def said(*arguments: object) -> str:
    out = StringIO()
    call_command("disputes", *map(str, arguments), stdout=out)
    return out.getvalue()


def told(*arguments: object) -> dict:
    [dispute] = json.loads(said(*arguments, "--json"))["disputes"]
    return dispute


@pytest.fixture
def contested(world: World) -> dict:
    world.late("C1", "Garage Dupont", "1000")
    return told("open", "C1", "--reason", "PRICE", "--invoice", "F-C1", "--amount", "100", "--words", "prix du devis")


def test_a_dispute_is_opened_listed_answered_and_closed(contested: dict) -> None:
    assert contested == told("list", "--department", "sales") == told("list", "--customer", "C1")
    assert (contested["amount"], contested["invoices"], contested["due_on"]) == ("100.00", ["F-C1"], "2026-11-24")
    assert json.loads(said("list", "--department", "legal", "--json")) == {"disputes": []}
    answered = told("answer", contested["id"], "--words", "conforme au devis")
    assert (answered["answered_on"], answered["closed_on"]) == ("2026-11-17", None)
    closed = told("close", contested["id"], "--outcome", "unfounded")
    assert (closed["closed_on"], closed["outcome"]) == ("2026-11-17", "unfounded")
    assert "Rien n’est contesté." in said()
    assert told("list", "--customer", "C1") == closed
    did = Entry.objects.filter(did__startswith="dispute.").order_by("pk").values_list("did", "actor_name")
    assert list(did) == [(f"dispute.{verb}", "encaisse disputes") for verb in ("opened", "answered", "closed")]


def test_the_list_in_words_says_who_answers_by_when(contested: dict) -> None:
    line = said().replace("\u00a0", " ").replace("\u202f", " ")
    assert line.startswith(f"#{contested['id']}\tC1\t")
    assert all(words in line for words in ("Commercial", "100,00 €", "F-C1", "réponse attendue pour le 24 nov. 2026"))


def test_a_corrected_invoice_is_named_and_keeps_the_first_due_date(world: World, contested: dict) -> None:
    late = world.invoice(next(iter(row.customer_id for row in ledger.open_items(SYSTEM))), "F-CORR", "900", date(2027, 1, 31))
    with pytest.raises(KeepsItsDueDate):
        said("close", contested["id"], "--outcome", "unfounded", "--due", "2027-02-28")
    with pytest.raises(NotFound):
        said("close", contested["id"], "--outcome", "corrected", "--replaced-by", "F-C1")
    said("close", contested["id"], "--outcome", "corrected_for_them", "--replaced-by", "F-CORR")
    assert ledger.items(SYSTEM, [late])[late].due_date == date(2026, 11, 6)


def test_what_cannot_be_is_refused_in_a_sentence(world: World, contested: dict) -> None:
    world.invoice(next(iter(row.customer_id for row in ledger.open_items(SYSTEM))), "F-2", "50", date(2026, 11, 6))
    with pytest.raises(AmountOverManyItems):
        said("open", "C1", "--reason", "PRICE", "--invoice", "F-C1", "--invoice", "F-2", "--amount", "10")
    with pytest.raises(BeforeItOpened):
        said("answer", contested["id"], "--on", "2026-11-16")
    with pytest.raises(CommandError, match="n’est pas encore arrivé") as early:
        said("close", contested["id"], "--outcome", "gesture", "--on", "2026-11-18")
    assert early.value.returncode == 1
    with pytest.raises(NotFound):
        said("answer", contested["id"] + 1)
    said("close", contested["id"], "--outcome", "gesture")
    with pytest.raises(DisputeClosed):
        said("answer", contested["id"])


def test_the_exit_codes_are_those_of_every_command(
    contested: dict, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "prepare", lambda: None)  # the tests have their database, and keep their surroundings
    number = str(contested["id"])
    with pytest.raises(SystemExit) as usage:
        cli.main(["disputes", "close", number])
    assert usage.value.code == 2
    assert cli.main(["disputes", "close", number, "--outcome", "credited"]) == 0
    assert cli.main(["disputes", "close", number, "--outcome", "credited"]) == 1
    assert "2026" in capsys.readouterr().err
