"""Structured invoices taken in: one invoice is one document, whichever way it comes first."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from encaisse.creditors.models import Creditor
from encaisse.customers import actions as customers
from encaisse.customers.models import Customer
from encaisse.customers.rules import NewCustomer
from encaisse.intake import actions
from encaisse.intake.rules.columns import Kind
from encaisse.intake.rules.refusals import BundleBroken, BundlePath, BundleProtected
from encaisse.intake.rules.report import ImportReport
from encaisse.kit.actor import Actor
from encaisse.ledger import queries as ledger
from encaisse.ledger.models import Document, DueDateChange, OpenItem
from intake.einvoices import cii
from shared import shared

TODAY = date(2026, 11, 23)
DUE = date(2026, 10, 15)
LISTED = "Code client;Raison sociale;N° facture;Date facture;Montant TTC\nC1;Dupont;F1;01/09/2026;120,00\n"
Take = Callable[..., ImportReport]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def take(actor: Actor, creditor: Creditor) -> Take:
    def taken(content: bytes, name: str = "F1.xml") -> ImportReport:
        return actions.import_einvoices(actor, creditor.pk, io.BytesIO(content), name=name, on=TODAY)

    return taken


@pytest.fixture
def listed(actor: Actor, creditor: Creditor) -> Callable[..., ImportReport]:
    def taken(content: str = LISTED, siren: str = "552100554") -> ImportReport:
        customers.create_customers(actor, creditor.pk, [NewCustomer(code="C1", name="Dupont", siren=siren)])
        choices = actions.Choices(kind=Kind.INVOICES)
        return actions.import_list(actor, creditor.pk, io.BytesIO(content.encode()), name="f.csv", on=TODAY, choices=choices)

    return taken


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return packed.getvalue()


def codes(report: ImportReport) -> list[str]:
    return [found.code for found in report.findings]


def test_an_invoice_nobody_knew_is_made_with_its_customer_its_file_and_its_due_date(take, actor):
    report = take(cii(due=DUE))
    document = Document.objects.get()
    item = OpenItem.objects.get()
    assert (report.created, codes(report)) == (1, ["customer_made"])
    assert (document.number, document.gross_amount, document.net_amount, document.order_reference) == ("F1", 120, 100, "PO-7")
    assert (item.due_date, item.due_date_source) == (DUE, "given")
    assert Customer.objects.get().name == "Garage Dupont"
    assert [file.role for file in ledger.invoice_files(actor, [document.pk])[document.pk]] == ["einvoice"]
    assert ledger.particulars(actor, [document.pk])[document.pk].buyer_reference == "SERV1"


def test_an_invoice_the_accounts_know_is_completed_and_not_made_again(take, listed, actor):
    listed()
    before = OpenItem.objects.get().due_date_source
    report = take(cii(due=DUE))
    document = Document.objects.get()
    assert (before, report.created, report.updated, codes(report)) == ("default", 0, 1, [])
    assert (document.net_amount, document.order_reference, OpenItem.objects.get().due_date) == (100, "PO-7", DUE)
    assert DueDateChange.objects.get().to_date == DUE


def test_the_accounts_adopt_an_invoice_that_came_first_as_a_structured_one(take, listed):
    take(cii(due=DUE, code="C1"))
    report = listed()
    assert (report.created, report.unchanged) == (0, 1)
    assert (Document.objects.count(), Document.objects.get().source.name, OpenItem.objects.get().due_date) == (1, "Factures", DUE)


def test_a_customer_without_a_number_is_told_by_the_very_same_document(take, listed):
    listed(siren="")
    report = take(cii())
    assert (Document.objects.count(), Customer.objects.count(), codes(report)) == (1, 1, ["customer_by_document"])


def test_a_number_that_stands_under_another_customer_is_told(take, listed):
    listed(LISTED.replace("120,00", "110,00"), siren="")
    assert sorted(codes(take(cii(due=DUE)))) == ["customer_made", "number_elsewhere"]


def test_another_amount_or_due_date_is_a_finding_and_changes_nothing(take, listed):
    listed(LISTED.replace("Montant", "Échéance;Montant").replace(";120,00", ";30/09/2026;110,00"))
    report = take(cii(due=DUE))
    assert sorted(codes(report)) == ["amount_differs", "due_date_differs"]
    assert (Document.objects.get().gross_amount, OpenItem.objects.get().due_date) == (110, date(2026, 9, 30))


def test_the_same_file_twice_changes_nothing(take):
    take(cii())
    report = take(cii())
    assert (report.created, codes(report), Document.objects.count()) == (0, ["already_imported"], 1)


def test_the_same_invoice_in_another_file_completes_the_first(take, actor):
    take(cii())
    report = take(cii(due=DUE))
    document = Document.objects.get()
    assert (report.created, report.updated, OpenItem.objects.get().due_date) == (0, 1, DUE)
    assert len(ledger.invoice_files(actor, [document.pk])[document.pk]) == 2


def test_what_is_owed_is_what_is_left_after_the_deposits(take, actor):
    take(cii(payable="20.00", prepaid="100.00"))
    document = Document.objects.get()
    told = ledger.particulars(actor, [document.pk])[document.pk]
    assert (document.gross_amount, OpenItem.objects.get().open_amount) == (20, 20)
    assert (told.total_amount, told.prepaid_amount) == (120, 100)


def test_a_due_date_read_from_the_terms_says_so(take):
    report = take(cii(terms="45 jours net"))
    item = OpenItem.objects.get()
    assert (item.due_date, item.due_date_source) == (date(2026, 10, 16), "terms")
    assert "due_date_from_terms" in codes(report)


def test_purchases_and_the_sales_of_others_are_left_out(take):
    report = take(zipped(a__xml=cii("A", siren="123456789", seller="443061841"), b__xml=cii("B", seller="443061841"), c__xml=cii("C")))
    assert [document.number for document in Document.objects.all()] == ["C"]
    assert sorted(codes(report)) == ["customer_made", "due_date_reckoned", "other_seller", "purchase_invoice"]


def test_a_bad_file_among_good_ones_is_named_and_the_others_are_taken(take):
    hostile = b'<!DOCTYPE x [<!ENTITY a "b">]><Invoice/>'
    report = take(
        zipped(a__xml=cii("A", due=DUE), b__pdf=b"%PDF-1.4 broken", c__xml=hostile, d__txt=b"hello", e__xml=b"<order/>"), "lot.zip"
    )
    assert (report.created, report.rows) == (1, 5)
    errors = [(found.code, found.line_no) for found in report.findings if found.severity == "error"]
    assert errors == [("file_brokenpdf", 2), ("file_hostilexml", 3), ("file_notaneinvoice", 4), ("file_notaneinvoice", 5)]
    assert all(found.in_words() and found.remedy() for found in report.findings)


def test_a_hostile_archive_is_refused_whole(take):
    with pytest.raises(BundlePath):
        take(zipped(**{"../x__xml": cii()}), "lot.zip")
    with pytest.raises(BundleBroken):
        take(zipped(a__xml=cii())[:-30], "lot.zip")
    packed = bytearray(zipped(a__xml=cii()))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(mark) + place] |= 1
    with pytest.raises(BundleProtected):
        take(bytes(packed), "lot.zip")
    assert Document.objects.count() == 0


def test_the_samples_of_one_seller_make_four_documents_of_two_customers(take, creditor):
    Creditor.objects.filter(pk=creditor.pk).update(siren="999999998")
    names = [
        "Avoir_FR_type381_BASIC.pdf", "fail_Avoir_FR_type380_EN16931.pdf", "Facture_FR_MINIMUM.pdf", "fail_Facture_FR_EN16931.pdf",
        "Facture_DOM_BASICWL.pdf", "akretion_ubl-21-en16931.xml", "akretion_ubl-21-extended-ctc-fr.xml",
    ]  # fmt: skip
    report = take(zipped(**{name: shared(f"data/einvoice/{name}").read_bytes() for name in names}), "lot.zip")
    found = {(document.number, document.gross_amount) for document in Document.objects.all()}
    assert found == {("AV-2017-0005", Decimal("-233.47")), ("FA-2017-0010", Decimal("470.15")), ("FA-2017-0009", Decimal("383.75")),
                     ("F124212", Decimal("208.03"))}  # fmt: skip
    assert (Customer.objects.count(), report.rows, report.created) == (2, 7, 4)
    assert OpenItem.objects.get(document__number="FA-2017-0010").due_date == date(2017, 12, 13)
