"""A contacts file with one number that cannot be: the row is told, the others are taken in."""

import io
from datetime import date

import pytest

from encaisse.customers import queries as customers
from encaisse.intake import actions
from encaisse.intake.actions import Choices
from encaisse.intake.rules.columns import Kind
from ledger.world import SYSTEM, a_creditor, a_customer

pytestmark = pytest.mark.django_db


def test_a_number_nobody_can_dial_is_a_finding_and_the_rest_of_the_file_is_taken() -> None:
    creditor = a_creditor()
    first, second = a_customer(creditor, "C1"), a_customer(creditor, "C2", name="Boulangerie Martin")
    content = "code;contact;email;telephone\nC1;Mme Petit;petit@c1.example;00 00 00 00 00\nC2;M. Roux;roux@c2.example;04 72 00 00 01\n"
    report = actions.import_list(
        SYSTEM, creditor, io.BytesIO(content.encode()), name="contacts.csv", on=date(2026, 11, 17), choices=Choices(kind=Kind.CONTACTS)
    )
    assert [(finding.code, finding.line_no) for finding in report.findings] == [("bad_address", 2)]
    assert [address.channel for contact in customers.contacts(SYSTEM, first) for address in contact.addresses] == ["email"]
    assert sorted(address.channel for contact in customers.contacts(SYSTEM, second) for address in contact.addresses) == ["email", "phone"]
