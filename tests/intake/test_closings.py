"""Closings of customers: taken from a file, listed, noted and removed by command, each told in the audit."""

import io
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from encaisse.audit.models import Entry
from encaisse.customers import queries as customers
from encaisse.intake import actions
from encaisse.intake.actions import Choices
from encaisse.intake.rules.columns import Kind
from encaisse.intake.rules.report import ImportReport
from encaisse.kit.refusals import NotFound
from ledger.world import SYSTEM, a_creditor, a_customer

pytestmark = pytest.mark.django_db
FILE = """code client;raison sociale;segment;fermé du;fermé au;motif fermeture
C1;Garage Dupont;SME;02/08/2027;22/08/2027;Congés d'été
C2;Boulangerie Martin;SME;22/08/2027;02/08/2027;
C3;Cave des Monts;SME;02/08/2027;;
C4;Menuiserie Durand;SME;;;
"""


def take(creditor: int) -> ImportReport:
    return actions.import_list(
        SYSTEM, creditor, io.BytesIO(FILE.encode()), name="clients.csv", on=date(2026, 11, 17), choices=Choices(kind=Kind.CUSTOMERS)
    )


def closings_of(code: str) -> list[tuple[date, date, str]]:
    found = customers.closings(SYSTEM, customers.customer_by_code(SYSTEM, code).id)
    return [(each.from_on, each.to_on, each.name) for each in found]


def test_a_file_of_customers_brings_their_closings_once_and_tells_what_is_no_closing():
    creditor = a_creditor()
    report = take(creditor)
    assert closings_of("C1") == [(date(2027, 8, 2), date(2027, 8, 22), "Congés d'été")]
    assert [(finding.code, finding.line_no) for finding in report.findings] == [("bad_closing", 3), ("bad_closing", 4)]
    assert closings_of("C2") == closings_of("C3") == closings_of("C4") == []
    take(creditor)
    assert len(closings_of("C1")) == 1
    assert [entry.change["closings"] for entry in Entry.objects.filter(did="customers.set_closing")] == [1]


def told(*arguments: str) -> dict[str, object]:
    out = StringIO()
    call_command("closings", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_notes_lists_and_removes():
    a_customer(a_creditor(), "C1")
    assert told("C1") == {"customer": "C1", "closings": []}
    noted = told("C1", "--from", "2027-08-02", "--to", "2027-08-22", "--name", "Congés")
    assert noted["closings"] == [{"from_on": "2027-08-02", "to_on": "2027-08-22", "name": "Congés"}]
    with pytest.raises(NotFound):
        told("C1", "--remove", "2027-08-03")
    with pytest.raises(CommandError, match="--from"):
        told("C1", "--from", "2027-08-02")
    assert told("C1", "--remove", "2027-08-02")["closings"] == []
    assert list(Entry.objects.filter(did__contains="closing").order_by("id").values_list("did", "actor_name")) == [
        ("customers.set_closing", "encaisse closings"), ("customers.remove_closing", "encaisse closings"),
    ]  # fmt: skip
