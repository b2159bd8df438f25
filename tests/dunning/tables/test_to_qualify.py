"""What is dunned: what never is by itself is shown under « À qualifier », all of it and nothing else, until a person decides."""

from datetime import date
from decimal import Decimal

import pytest

from dunning.payers import day
from dunning.world import SYSTEM, World
from encaisse.customers.models import Customer
from encaisse.dunning import queries as dunning
from encaisse.dunning.models import Decision
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts

pytestmark = pytest.mark.django_db(transaction=True)

DOUBTS = {
    "NODOC": "no_document", "FORWARD": "carried_forward", "COLLECT": "collective", "DOUBT": "doubtful", "TOINV": "to_be_invoiced",
    "FACTOR": "factored", "BILL": "bill_not_matured", "MATURED": "bill_not_matured",
}  # fmt: skip
BORN = {
    ("business", "B-LAST"): "6/10/2021", ("business", "B-PAST"): "5/10/2021",
    ("consumer", "C-LAST"): "6/10/2024", ("consumer", "C-PAST"): "5/10/2024",
    ("public_body", "P-LAST"): "5/1/2022", ("public_body", "P-PAST"): "31/12/2021",
    ("affiliate", "AFF"): "31/8", ("employee", "EMP"): "31/8", ("miscellaneous", "MISC"): "31/8",
}  # fmt: skip
CLEAR = {"A", "MATURED", "B-LAST", "C-LAST", "P-LAST"}


def doubtful(world: World, name: str, doubt: str, due: str) -> None:
    document = DocumentFacts(
        customer_id=world.customer, kind="invoice", number=name, issued_on=date(2026, 8, 31), amount=Decimal(100), source_key=name,
        doubt=doubt, parts=(PartFacts(day(due), Decimal(100)),),
    )  # fmt: skip
    ledger.record_documents(SYSTEM, world.creditor, world.source, [document])


@pytest.fixture
def mixed(world: World) -> World:
    for name, doubt in DOUBTS.items():
        doubtful(world, name, doubt, "1/11" if name == "BILL" else "1/10")
    for kind in dict.fromkeys(kind for kind, _ in BORN):
        pk = world.add(kind, kind, emails=(f"{kind}@client.example",))
        for (owner, name), born in BORN.items():
            if owner == kind:
                world.document(name, "100", "1/10", issued=born, customer=pk)
        # What a customer is may be said after its invoices came.
        Customer.objects.filter(pk=pk).update(kind=kind)
    return world


def held(world: World) -> set[str]:
    names = {item.id: item.number for pk in world.customers.values() for item in queries.open_items(SYSTEM, customer_id=pk)}
    parts = [part for decision in Decision.objects.all() for part in decision.reason["held"]]
    return {names[part[0]] for part in parts if part[1] == "to_qualify"}


def test_what_no_run_duns_by_itself_is_what_the_screen_shows(mixed):
    mixed.run("6/10")
    shown = queries.to_qualify(SYSTEM, on=day("6/10"), size=100)
    everything = CLEAR | DOUBTS.keys() | {name for _, name in BORN}
    assert held(mixed) == {row.number for row in shown.rows} == everything - CLEAR
    counts = queries.to_qualify_counts(SYSTEM, on=day("6/10"))
    assert {why: count for why, (count, _) in counts.items()} == {
        "no_document": 1, "carried_forward": 1, "collective": 2, "doubtful": 1, "to_be_invoiced": 1, "factored": 1, "bill_not_matured": 1,
        "affiliate": 1, "employee": 1, "past_limitation": 3,
    }  # fmt: skip
    assert sum(count for count, _ in counts.values()) == shown.count == 13


def test_what_a_person_decides_leaves_the_screen_and_is_dunned_or_not(mixed):
    shown = queries.to_qualify(SYSTEM, on=day("6/10"), doubt="past_limitation")
    chosen = {row.number: row.document_id for row in shown.rows}
    ledger.qualify(SYSTEM, document_ids=[chosen["B-PAST"]], qualified_as="to_dun")
    ledger.qualify(SYSTEM, document_ids=[chosen["C-PAST"], chosen["P-PAST"]], qualified_as="left_out")
    mixed.run("6/10")
    assert "past_limitation" not in queries.to_qualify_counts(SYSTEM, on=day("6/10"))
    assert mixed.action(mixed.customers["business"]).net_amount == 200
    assert mixed.action(mixed.customers["consumer"]).net_amount == 100


def test_all_of_a_customer_who_is_never_dunned_by_itself_is_decided_at_once(mixed):
    ledger.qualify(SYSTEM, customer_ids=[mixed.customers["affiliate"]], qualified_as="to_dun")
    mixed.run("6/10")
    assert mixed.said(mixed.customers["affiliate"]) == "act r1"
    assert "affiliate" not in queries.to_qualify_counts(SYSTEM, on=day("6/10"))


def test_the_go_live_screen_flags_the_same_ages_as_past_limitation(mixed):
    for name in ("B-PAST", "C-PAST", "P-PAST", "B-LAST", "C-LAST", "P-LAST"):
        ledger.change_due_date(SYSTEM, mixed.items[name], to_date=day("1/7"), reason="for the screen", on=day("6/10"))
    flags = {row.reference: row.flag for row in dunning.go_live(SYSTEM, mixed.creditor, on=day("6/10")).rows}
    assert {name for name, flag in flags.items() if flag == "past_limitation"} == {"B-PAST", "C-PAST", "P-PAST"}
    assert {name for name, flag in flags.items() if flag == "long_late"} == {"B-LAST", "C-LAST", "P-LAST"}
