"""Structured invoices read: every sample of the field, both ways to write a credit, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from encaisse.intake.rules.bundle import Member, check_members
from encaisse.intake.rules.einvoices import EInvoice, read_einvoice
from encaisse.intake.rules.einvoices.due import due_date_in
from encaisse.intake.rules.einvoices.matching import Known, differences, due_date_to_complete, same_document
from encaisse.intake.rules.numbers import compact_number, numbers_in
from encaisse.intake.rules.refusals import (
    BrokenEInvoice,
    BrokenPdf,
    BundleBomb,
    BundleOfTooMany,
    BundlePath,
    BundleProtected,
    FileTooLarge,
    HostileXml,
    NotAnEInvoice,
)
from encaisse.kit.refusals import Refusal
from intake.einvoices import ISSUED, cii
from shared import shared

# File → type, kind, number, what is owed, total before deposits, due date, SIREN of the buyer.
SAMPLES = {
    "Avoir_FR_type381_BASIC.pdf": ("381", "credit_note", "AV-2017-0005", "-233.47", "233.47", date(2017, 11, 16), "787878784"),
    "fail_Avoir_FR_type380_EN16931.pdf": ("380", "credit_note", "AV-2017-0005", "-233.47", "-233.47", date(2017, 11, 16), "787878784"),
    "Facture_FR_MINIMUM.pdf": ("380", "invoice", "FA-2017-0010", "470.15", "671.15", None, "787878784"),
    "fail_Facture_FR_EN16931.pdf": ("380", "invoice", "FA-2017-0010", "470.15", "671.15", date(2017, 12, 13), "787878784"),
    "Facture_DOM_BASICWL.pdf": ("380", "invoice", "FA-2017-0009", "383.75", "530.75", date(2017, 12, 5), "343434346"),
    "EN16931_Gutschrift.pdf": ("389", "invoice", "471102", "529.87", "529.87", None, ""),
    "EN16931_1_Teilrechnung.cii.xml": ("380", "invoice", "471102", "147.65", "197.65", None, ""),
    "EN16931_Rechnungskorrektur.ubl.xml": ("384", "credit_note", "RK21012345", "-8.79", "-8.79", None, ""),
    "ubl-tc434-creditnote1.xml": ("381", "credit_note", "018304 / 28865", "-100.11", "100.11", None, ""),
    "testout-ZF2PushCreditNote.xml": ("381", "credit_note", "123", "-3.57", "3.57", date(2020, 12, 22), ""),
    "akretion_ubl-21-extended-ctc-fr.xml": ("380", "invoice", "F124212", "208.03", "308.03", date(2026, 7, 16), "787878784"),
    "akretion_ubl-21-en16931.xml": ("380", "invoice", "F124212", "208.03", "308.03", date(2026, 7, 16), "787878784"),
    "akretion_factur-x-basicwl.xml": ("380", "invoice", "F20260023", "104.90", "104.90", date(2026, 3, 2), "987654321"),
}


def sample(name: str) -> EInvoice:
    return read_einvoice(shared(f"data/einvoice/{name}").read_bytes(), name=name)


@pytest.mark.parametrize(("name", "facts"), SAMPLES.items(), ids=SAMPLES)
def test_a_sample_says_what_it_is_and_what_is_owed(name, facts):
    read = sample(name)
    told = (read.type_code, read.kind, read.number, str(read.owed), str(read.total_amount), read.due_date, read.buyer.siren)
    assert told == facts


def test_every_sample_is_in_the_table():
    assert sorted(path.name for path in shared("data/einvoice").iterdir()) == sorted(SAMPLES)


def test_a_siret_in_the_place_of_the_siren_tells_both():
    buyer = sample("Facture_FR_MINIMUM.pdf").buyer
    assert (buyer.siren, buyer.siret, buyer.vat_number) == ("787878784", "78787878400035", "FR19787878784")


def test_references_of_the_french_profile_are_read():
    read = sample("akretion_ubl-21-extended-ctc-fr.xml")
    assert (read.order_reference, read.buyer_reference, read.preceding) == ("PO1242", "120943", ("F124211", "F124210"))
    assert (read.delivered_on, read.prepaid_amount, read.net_amount) == (date(2026, 6, 14), Decimal("100.00"), Decimal("273.00"))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        pytest.param(b"PK\x03\x04", NotAnEInvoice, id="neither PDF nor XML"),
        pytest.param(b"<order/>", NotAnEInvoice, id="another XML"),
        pytest.param(b"<Invoice><ID>1</ID></Invoice>", BrokenEInvoice, id="no day, no amount"),
        pytest.param(b"<Invoice", BrokenEInvoice, id="cut"),
        pytest.param(cii().replace(b"120.00", b"NaN"), BrokenEInvoice, id="an amount that is none"),
        pytest.param(cii().replace(b"20260901", b"20261399"), BrokenEInvoice, id="a day that is none"),
        pytest.param(b'<!DOCTYPE x [<!ENTITY a "b">]><Invoice>&a;</Invoice>', HostileXml, id="entities"),
        pytest.param(b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><Invoice/>', HostileXml, id="a document type from the network"),
        pytest.param(b"%PDF-1.4\ngarbage", BrokenPdf, id="a damaged PDF"),
        pytest.param(b"<a>" + b" " * (21 << 20) + b"</a>", FileTooLarge, id="huge"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence_that_names_it(content: bytes, refusal: type[Refusal]):
    with pytest.raises(refusal, match=r"bad\.xml"):
        read_einvoice(content, name="bad.xml")


def test_an_entity_that_reads_a_file_reads_nothing():
    with pytest.raises(HostileXml):
        read_einvoice(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Invoice><ID>&a;</ID></Invoice>', name="x.xml")


def test_a_credit_note_with_negative_amounts_is_a_credit_all_the_same():
    read = read_einvoice(cii(total="-50.00", type_code="381"), name="x")
    assert (read.kind, read.owed, read.is_credit_written_negative) == ("credit_note", Decimal("-50.00"), True)


def test_an_invoice_paid_beyond_its_total_is_owed_to_the_customer():
    read = read_einvoice(cii(payable="-20.00", prepaid="140.00"), name="x")
    assert (read.kind, read.owed, read.is_overpaid) == ("credit_note", Decimal("-20.00"), True)


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        ("Zahlbar innerhalb 30 Tagen netto bis 04.07.2018, 3% Skonto innerhalb 10 Tagen bis 15.06.2018", date(2018, 7, 4)),
        ("30 jours net", date(2018, 7, 5)),
        ("45 jours fin de mois", date(2018, 7, 31)),
        ("30% d'acompte, solde à 30 j", date(2018, 7, 5)),
        ("Paiement immédiat", date(2018, 6, 5)),
        ("Der Betrag wird ihrem Kundenkonto gutgeschrieben", None),
        ("", None),
    ],
)
def test_terms_say_when_an_invoice_is_due(terms, due):
    assert due_date_in(terms, date(2018, 6, 5)) == due


@pytest.mark.parametrize("written", ["FA-2017-0010", "fa 2017 10", "FA/2017/010", "FA_2017_0010"])
def test_a_number_is_the_same_with_other_separators_and_zeros(written):
    assert compact_number(written) == "FA201710"


def test_a_file_name_may_hold_a_number_among_words():
    assert "FA201710" in set(numbers_in("Facture FA-2017-0010 Dupont (copie).pdf"))
    assert set(numbers_in("scan.pdf")) == set()


def known(**values: object) -> Known:
    facts = {"document_id": 1, "customer_id": 5, "number": "F-01", "issued_on": ISSUED, "currency": "EUR", "amount": Decimal(120)}
    return Known(**{**facts, "item_id": 9, "due_date": date(2026, 10, 1), "due_date_source": "terms", **values})


READ = read_einvoice(cii("F1", due=date(2026, 10, 15)), name="x")
PREPAID = read_einvoice(cii("F1", payable="20.00", prepaid="100.00"), name="x")


@pytest.mark.parametrize(
    ("invoice", "other", "same"),
    [
        pytest.param(READ, known(), True, id="same customer, number, day and amount"),
        pytest.param(READ, known(amount=Decimal(110)), True, id="another amount the same day: the same, to compare"),
        pytest.param(READ, known(issued_on=date(2026, 9, 2)), True, id="another day for the same amount: the same"),
        pytest.param(READ, known(issued_on=date(2025, 9, 2), amount=Decimal(1)), False, id="a number used again another year"),
        pytest.param(READ, known(amount=Decimal(-120)), False, id="a credit note is not its invoice"),
        pytest.param(READ, known(currency="USD"), False, id="another currency"),
        pytest.param(READ, known(customer_id=6), True, id="another customer, all else the same: never twice"),
        pytest.param(READ, known(customer_id=6, amount=Decimal(110)), False, id="another customer and another amount"),
        pytest.param(PREPAID, known(), True, id="booked by its total before deposits"),
        pytest.param(PREPAID, known(amount=Decimal(20)), True, id="booked by what was left to pay"),
    ],
)
def test_one_invoice_is_one_document(invoice, other, same):
    assert (same_document(invoice, [other], customer_id=5) is not None) is same


def test_what_differs_is_told_and_a_reckoned_due_date_completed():
    assert [each.code for each in differences(READ, known(amount=Decimal(110)), customer_id=5)] == ["amount_differs"]
    assert [each.code for each in differences(READ, known(due_date_source="given"), customer_id=5)] == ["due_date_differs"]
    assert due_date_to_complete(READ, known()) == date(2026, 10, 15)
    assert due_date_to_complete(READ, known(due_date_source="person")) is None


@pytest.mark.parametrize(
    ("members", "refusal"),
    [
        pytest.param([Member("a.pdf", 1, 1, is_encrypted=True)], BundleProtected, id="a password"),
        pytest.param([Member("../a.pdf", 1, 1)], BundlePath, id="a path upwards"),
        pytest.param([Member("C:\\a.pdf", 1, 1)], BundlePath, id="a disk"),
        pytest.param([Member("/etc/a.pdf", 1, 1)], BundlePath, id="a root"),
        pytest.param([Member("a.pdf", 40 << 20, 1000)], BundleBomb, id="a bomb"),
        pytest.param([Member("a.pdf", 1, 1)] * 20_001, BundleOfTooMany, id="too many"),
    ],
)
def test_an_archive_that_no_invoices_look_like_is_refused(members, refusal):
    with pytest.raises(refusal, match=r"lot\.zip"):
        check_members(members, name="lot.zip")
