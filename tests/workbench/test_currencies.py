"""A company whose currency is not the euro reads its own, everywhere: no amount is told in a currency that is not its own."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from encaisse.creditors.models import Creditor
from encaisse.customers.models import Customer
from encaisse.db.clock import now
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries
from encaisse.dunning.models import Decision
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.kit.actor import Role
from encaisse.kit.money import Money
from encaisse.ledger import actions as ledger
from encaisse.ledger.models import Document
from encaisse.messages import actions as messages
from encaisse.messages.rules.mailboxes import MailboxSettings
from encaisse.workbench.models import Target
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries.lines import Kind
from messages.mails import mail
from workbench.conftest import ON, SYSTEM, World

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def late(world: World, settings, tmp_path) -> int:
    """A customer late in francs, a little in dollars, who wrote, and about whom two tasks wait."""
    settings.VAR = tmp_path
    Creditor.objects.filter(pk=world.creditor).update(currency="CHF")
    messages.set_mailbox(SYSTEM, world.creditor, MailboxSettings("relances@lambert.example"), by_provider=True)
    pk = world.customer("C1", "Garage Dupont")
    world.invoice(pk, "F-1", "1000", date(2026, 11, 6), currency="CHF")
    world.invoice(pk, "F-2", "30", date(2026, 11, 6), currency="USD")
    ledger.re_age(SYSTEM, on=ON)
    dunning.raise_signal(SYSTEM, pk, TaskKind.SEND_COPY, on=ON)
    dunning.raise_signal(SYSTEM, pk, TaskKind.FIND_PAYMENT, on=ON, amount=Decimal(40), currency="USD")
    return pk


def writes(pk: int) -> None:
    sender = f"{Customer.objects.get(pk=pk).code}@dupont.example".lower()
    content = mail("Le règlement part demain.", sender=sender, to="relances@lambert.example")
    messages.take_in(SYSTEM, messages.Arrival(content=content, arrived_at=now()))


def test_replies_and_tasks_are_told_in_the_currency_they_are_in(world: World, late: int) -> None:
    writes(late)
    lines = agenda.day(SYSTEM, on=ON).lines
    assert [line.money for line in lines if line.kind is Kind.REPLY] == [Money(Decimal(1000), "CHF")]
    assert [line.money for line in lines if line.kind is Kind.TASK] == [Money(Decimal(40), "USD"), Money(Decimal(0), "CHF")]
    page = world.browser().get("/").content.decode()
    assert ("1\u202f000,00\u00a0CHF" in page, "€" in page) == (True, False)


def test_a_reply_a_person_noted_is_told_in_francs_too(world: World, late: int) -> None:
    Decision.objects.create(
        customer_id=late,
        creditor_id=world.creditor,
        decided_on=ON,
        verdict="hold",
        code="reply",
        overdue_amount=1030,
        reason={"code": "reply"},
    )
    assert [line.money for line in agenda.day(SYSTEM, on=ON).lines if line.kind is Kind.REPLY] == [Money(Decimal(1000), "CHF")]


def test_the_tasks_of_a_department_are_summed_by_currency(world: World, late: int) -> None:
    other = world.customer("C2", "Menuiserie Durand")
    dunning.raise_signal(SYSTEM, other, TaskKind.FIND_PAYMENT, on=ON, amount=Decimal(500))
    out = StringIO()
    call_command("team", "--json", stdout=out)
    told = {each["for"]: each for each in json.loads(out.getvalue())["tasks"]}
    assert told["ACCOUNTANT"]["values"] == {"CHF": "500.000", "USD": "40.000"}


def test_a_run_keeps_the_currency_of_what_it_asks_to_allocate(world: World, late: int) -> None:
    world.run()
    pk = world.customer("C3", "Atelier Petit")
    world.invoice(pk, "F-3", "100", date(2026, 10, 6), currency="USD")
    world.invoice(pk, "AV-3", "-150", date(2026, 10, 6), currency="USD")
    world.run()
    asked = [each for each in queries.signals(SYSTEM, customer_id=pk) if each.kind == TaskKind.ALLOCATE_CREDITS]
    assert [(each.amount, each.currency) for each in asked] == [(Decimal(150), "USD")]


def test_who_owes_nothing_owes_nothing_in_francs(world: World, late: int) -> None:
    nothing = world.customer("C4", "Sans dette")
    page = world.browser().get(reverse("workbench:call", args=[nothing])).content.decode()
    assert ("0,00\u00a0CHF" in page, "€" in page) == (True, False)


def test_what_is_to_qualify_is_summed_by_currency(world: World, late: int) -> None:
    Document.objects.update(doubt="no_document")
    manager = world.browser(world.hire("claire", Role.CREDIT_MANAGER))
    page = manager.get(reverse("workbench:to_qualify")).content.decode()
    assert all(words in page for words in ("1\u202f000,00\u00a0CHF", "30,00\u00a0$"))


def test_targets_are_set_in_the_currency_of_the_companies(world: World, late: int) -> None:
    manager = world.browser(world.hire("claire", Role.CREDIT_MANAGER))
    manager.post(reverse("workbench:team_set"), {f"capacity_{world.collector}": "30", f"target_{world.collector}": "5000"}, **HTMX)
    call_command("team", "--user", "nadia@lambert.example", "--target", "6000", stdout=StringIO())
    assert [(each.currency, each.amount) for each in Target.objects.order_by("pk")][-1] == ("CHF", Decimal(6000))
    assert {each.currency for each in Target.objects.all()} == {"CHF"}
