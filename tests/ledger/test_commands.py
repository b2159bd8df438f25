"""`encaisse verify` and `encaisse aged-balance`, as a person runs them."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from encaisse.creditors.models import Creditor
from encaisse.db.clock import stopped
from encaisse.kit.refusals import NotFound
from encaisse.ledger import actions
from encaisse.ledger.models import CustomerBalance, OpenItem
from encaisse.ledger.queries.verification import differences
from ledger.world import ON, SYSTEM, a_creditor, a_customer, an_item

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.fixture
def story():
    """Tell a story with everything that moves a balance."""
    with stopped(ON):
        creditor_id = a_creditor()
        customer_id = a_customer(creditor_id)
        invoice = an_item(creditor_id, customer_id, "F1", "100", date(2026, 10, 1))
        dollars = an_item(creditor_id, customer_id, "F2", "75.50", date(2026, 12, 1), currency="USD")
        payment = an_item(creditor_id, customer_id, "R1", "-60")
        actions.allocate(SYSTEM, debit_id=invoice, credit_id=payment, amount=Decimal(60), on=ON)
        actions.change_due_date(SYSTEM, dollars, to_date=date(2026, 12, 24), reason="agreed", on=ON)
        actions.return_payment(SYSTEM, payment, on=ON)
        yield customer_id


def test_verify_finds_no_difference(story):
    told = json.loads(run("verify", "--json"))
    assert (told["checked"] > 0, told["differences"]) == (True, [])


def test_verify_tells_what_differs_and_fails(story):
    OpenItem.objects.filter(document__number="F1", amount=100).update(open_amount=99)
    CustomerBalance.objects.filter(currency="USD").delete()
    assert sorted(each.what for each in differences(SYSTEM).differences) == ["balance", "balance", "open amount"]
    with pytest.raises(CommandError):
        run("verify")


@pytest.mark.parametrize("asked", ["nothing aged it since", "it was aged"])
def test_verify_tells_a_balance_whose_ages_moved_on_a_day_that_is_over_and_that_nothing_aged_since(story, asked):
    """What fell due on 24 December is late on the 25th: the page says so on the 26th at the latest."""
    if asked == "it was aged":
        actions.re_age(SYSTEM, on=date(2026, 12, 26))
    found = {}
    for on in (date(2026, 12, 25), date(2026, 12, 26)):
        with stopped(on):
            found[on.day] = [(each.what, each.kept, each.facts) for each in differences(SYSTEM).differences if "USD" in each.subject]
    late = [("age of a balance", "aged on 2026-11-17", "moved on 2026-12-25")]
    assert found == {25: [], 26: [] if asked == "it was aged" else late}


def test_verify_leaves_the_age_of_a_demonstration_to_the_day_it_lives_on(story):
    Creditor.objects.update(is_demonstration=True)
    with stopped(date(2026, 12, 26)):
        assert differences(SYSTEM).differences == ()


def test_the_aged_balance_shows_each_currency_apart(story):
    told = json.loads(run("aged_balance", "--on", "2026-11-17", "--json"))
    assert {row["currency"]: (row["overdue_amount"], row["not_due_amount"]) for row in told["customers"]} == {
        "EUR": ("100.00", "0.00"),
        "USD": ("0.00", "75.50"),
    }


def test_the_aged_balance_of_a_past_day_shows_what_was_open_then(story):
    told = json.loads(run("aged_balance", "--on", "2026-10-15", "--json"))
    assert [(row["currency"], row["overdue_amount"]) for row in told["customers"]] == [("EUR", "100.00")]


def test_the_aged_balance_of_a_siren_nobody_has_is_not_that_of_everybody(story):
    with pytest.raises(NotFound):
        run("aged_balance", "--creditor", "404833049")


def test_the_aged_balance_is_written_to_a_workbook(story, tmp_path):
    run("aged_balance", "--xlsx", str(tmp_path / "balance.xlsx"))
    assert (tmp_path / "balance.xlsx").read_bytes()[:2] == b"PK"
