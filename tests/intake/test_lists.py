"""Lists: recognised, previewed, taken in as a situation or as movements, and their bad rows named."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter

from encaisse.creditors.models import Creditor
from encaisse.customers import actions as portals
from encaisse.customers.models import Address, Contact, Customer, CustomerPortal
from encaisse.intake import actions
from encaisse.intake.models import Mapping
from encaisse.intake.queries.previews import columns_of
from encaisse.intake.rules.columns import Kind, with_new_columns
from encaisse.intake.rules.refusals import ColumnsMissing, NoHeader, TooInflated, TooMuchVanishes, Unreadable
from encaisse.intake.rules.report import ImportReport
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.refusals import Refusal
from encaisse.ledger.models import Allocation, Document, OpenItem, Source

TODAY = date(2026, 11, 23)
Take = Callable[..., ImportReport]
ITEMS = "Code client;Raison sociale;N° facture;Date facture;Échéance;Montant TTC;Solde\n"
THREE = ITEMS + (
    "C1;Dupont;F1;01/09/2026;30/09/2026;1 200,50;1 200,50\n"
    "C2;Durand;F2;02/09/2026;02/10/2026;100,00;40,00\n"
    "C2;Durand;AV1;03/09/2026;;-10,00;-10,00\n"
)


@pytest.fixture
def take(actor: Actor, creditor: Creditor) -> Take:
    def taken(content: str | bytes, name: str = "liste.csv", **choices: Any) -> ImportReport:
        data = content.encode() if isinstance(content, str) else content
        return actions.import_list(actor, creditor.pk, io.BytesIO(data), name=name, on=TODAY, choices=actions.Choices(**choices))

    return taken


def workbook(*rows: tuple[Any, ...]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        book.add_worksheet("Lisez-moi").write(0, 0, "Export du mois")
        sheet = book.add_worksheet("Échéancier")
        for row_no, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write_datetime(row_no, column, value) if isinstance(value, date) else sheet.write(row_no, column, value)
    return made.getvalue()


def open_items() -> list[tuple[str, date, Decimal]]:
    rows = OpenItem.objects.exclude(open_amount=0).select_related("document").order_by("document__number")
    return [(item.document.number, item.due_date, item.open_amount) for item in rows]


EXPECTED = [("AV1", date(2026, 9, 3), Decimal(-10)), ("F1", date(2026, 9, 30), Decimal("1200.5")), ("F2", date(2026, 10, 2), Decimal(40))]


def test_a_list_of_open_items_is_taken_in(take: Take) -> None:
    report = take(THREE)
    assert open_items() == EXPECTED
    assert (report.rows, report.created, report.open_rows, report.open_amount) == (3, 3, 3, Decimal("1230.5"))
    assert sorted(Customer.objects.values_list("code", "name")) == [("C1", "Dupont"), ("C2", "Durand")]
    assert Source.objects.get().true_until_on == TODAY


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(THREE.encode("cp1252"), id="Windows 1252"),
        pytest.param(b"\xef\xbb\xbf" + THREE.encode(), id="UTF-8 with a byte order mark"),
        pytest.param(THREE.replace(";", "\t").encode(), id="tabs"),
        pytest.param(("Balance âgée au 22/11/2026\n\n" + THREE + ";;Total;;;1290,50;1230,50\n").encode(), id="a title and a total"),
        pytest.param(THREE.replace("/", ".").replace("\n", "\r\n").encode("utf-8"), id="dates with points"),
        pytest.param(
            (b"Customer code,Customer name,Invoice number,Invoice date,Due date,Amount,Open amount\n"
             b'C1,Dupont,F1,2026-09-01,2026-09-30,"1,200.50","1,200.50"\nC2,Durand,F2,2026-09-02,2026-10-02,100.00,40.00\n'
             b"C2,Durand,AV1,2026-09-03,,(10.00),(10.00)\n"),
            id="English titles, decimal points and parentheses",
        ),
    ],
)  # fmt: skip
def test_every_way_of_writing_a_list_gives_the_same_items(take: Take, content: bytes) -> None:
    take(content)
    assert open_items() == EXPECTED


def test_a_workbook_is_read_from_its_sheet_with_titles(take: Take) -> None:
    content = workbook(
        ("Code client", "Raison sociale", "N° facture", "Date facture", "Échéance", "Montant TTC", "Solde"),
        ("C1", "Dupont", "F1", date(2026, 9, 1), date(2026, 9, 30), 1200.5, 1200.5),
        ("C2", "Durand", "F2", date(2026, 9, 2), date(2026, 10, 2), 100, 40),
        ("C2", "Durand", "AV1", date(2026, 9, 3), "", -10, -10),
    )
    take(content, "liste.xlsx")
    assert open_items() == EXPECTED


def test_the_same_list_again_changes_nothing(take: Take) -> None:
    take(THREE)
    report = take(THREE)
    assert [finding.code for finding in report.findings] == ["already_imported"]
    assert (report.created, report.unchanged) == (0, 3)


def test_what_a_situation_no_longer_lists_is_settled(take: Take) -> None:
    take(THREE)
    report = take(THREE.replace("C2;Durand;AV1;03/09/2026;;-10,00;-10,00\n", "").replace("40,00", "30,00"), accept_vanishing=True)
    assert open_items() == [("F1", date(2026, 9, 30), Decimal("1200.5")), ("F2", date(2026, 10, 2), Decimal(30))]
    assert (report.created, report.settled, report.updated, report.unchanged) == (0, 1, 1, 2)


def test_a_situation_in_which_too_much_vanishes_is_refused_until_confirmed(take: Take) -> None:
    take(THREE)
    shorter = ITEMS + "C2;Durand;F2;02/09/2026;02/10/2026;100,00;40,00\n"
    with pytest.raises(TooMuchVanishes, match="2 of 3 open items"):
        take(shorter)
    assert open_items() == EXPECTED
    take(shorter, accept_vanishing=True)
    assert open_items() == [("F2", date(2026, 10, 2), Decimal(40))]


def test_movements_only_add(take: Take) -> None:
    take(THREE, is_situation=False)
    take(ITEMS + "C3;Martin;F9;01/10/2026;31/10/2026;5;5\n", is_situation=False)
    assert len(open_items()) == 4


def test_a_bad_row_is_named_with_its_line_and_column(take: Take) -> None:
    report = take(THREE.replace("02/10/2026", "32/10/2026"))
    bad = next(finding for finding in report.findings if finding.code == "bad_date")
    assert (bad.line_no, bad.values["column"], bad.values["value"]) == (3, "Échéance", "32/10/2026")
    assert report.created == 2


def test_an_invoice_without_due_date_takes_it_from_terms(take: Take) -> None:
    report = take("Code client;Nom;N° facture;Date facture;Montant TTC\nC1;Dupont;F1;01/09/2026;100\n", kind=Kind.INVOICES)
    assert open_items() == [("F1", date(2026, 10, 1), Decimal(100))]
    assert [finding.code for finding in report.findings] == ["default_terms"]
    assert OpenItem.objects.get().due_date_source == "default"


def test_the_columns_chosen_are_remembered_of_the_source(take: Take) -> None:
    titles = {"code": "A", "number": "B", "issued_on": "C", "open_amount": "D"}
    first = "A;B;C;D;Client\nC1;F1;01/09/2026;100;x\n"
    take(first, kind=Kind.ITEMS, columns=titles, source_name="Mon ERP")
    assert Mapping.objects.get().columns == titles
    take("A;B;C;D;Client\nC1;F1;01/09/2026;100;x\nC1;F2;02/09/2026;50;x\n", kind=Kind.ITEMS, source_name="Mon ERP")
    assert [number for number, _, _ in open_items()] == ["F1", "F2"]


def test_a_column_that_comes_later_is_proposed_beside_those_remembered(take: Take) -> None:
    chosen = {"code": "A", "number": "B", "sent_on": "C", "channel": "D"}
    first = "A;B;C;D;Destinataire\nC1;F1;02/09/2026;e-mail;compta@dupont.example\n"
    take("A;B;C;D\nC1;F1;01/09/2026;100\n", kind=Kind.ITEMS, columns={"code": "A", "number": "B", "issued_on": "C", "open_amount": "D"})
    take(first, kind=Kind.DISPATCHES, columns=chosen, source_name="Envois")
    kept = Mapping.objects.get(kind="dispatches")
    assert kept.titles == ["A", "B", "C", "D", "Destinataire"]
    later = ("A", "B", "C", "D", "Destinataire", "Fichier preuve")
    proposed = columns_of(kept.source.creditor_id, Kind.DISPATCHES, later)
    assert {name: later[place] for name, place in proposed.items()} == {
        **chosen,
        "proof": "Fichier preuve",
    }  # what was left aside stays aside
    take(first.replace("Destinataire\n", "Destinataire;Fichier preuve\n"), kind=Kind.DISPATCHES, source_name="Envois")
    assert Mapping.objects.get(kind="dispatches").columns == {**chosen, "proof": "Fichier preuve"}


def test_a_mapping_kept_before_titles_were_has_nothing_new() -> None:
    assert with_new_columns(Kind.DISPATCHES, ["A", "Preuve"], {"number": 0}, []) == {"number": 0}


def test_customers_are_made_then_completed(take: Take) -> None:
    titles = "Code client;Raison sociale;SIREN;Conditions de règlement;Ville;E-mail\n"
    take(titles + "C1;Dupont;732829320;45 jours fin de mois;Lyon;compta@dupont.example\nC2;Durand;;30 jours;Paris;\n")
    report = take(titles + "C1;Dupont SA;;;Villeurbanne;\nC3;Martin;;demain;Nice;pas-un-mail\n")
    assert list(Customer.objects.order_by("code").values_list("code", "name", "city", "terms_code")) == [
        ("C1", "Dupont SA", "Villeurbanne", "NET45_FDM_A"), ("C2", "Durand", "Paris", "NET30"), ("C3", "Martin", "Nice", ""),
    ]  # fmt: skip
    assert (report.created, report.updated) == (1, 1)
    assert sorted(finding.code for finding in report.findings) == ["bad_address", "bad_terms"]


def test_contacts_and_their_addresses_are_added_once(take: Take) -> None:
    take(THREE)
    contacts = (
        "Code client;Contact;Prénom;Fonction;E-mail;Téléphone;Mobile;Adresse;CP;Ville\n"
        "C1;Morel;Anne;Comptabilité;anne@dupont.example;04 78 00 00 00;06 12 34 56 78;1 rue X;69001;Lyon\nC9;X;;;x@x.example;;;;;\n"
    )
    report = take(contacts)
    assert list(Contact.objects.values_list("name", "first_name", "duty")) == [("Morel", "Anne", "accounts_payable")]
    assert sorted(Address.objects.values_list("channel", flat=True)) == ["email", "mobile", "phone", "postal"]
    assert [(finding.code, finding.values["code"]) for finding in report.findings] == [("unknown_customer", "C9")]
    take(contacts + "C2;Roux;;;roux@durand.example;;;;;\n")
    assert Contact.objects.count() == 2


def test_a_file_of_contacts_says_who_wants_everything_on_a_portal(take: Take) -> None:
    take(THREE)
    portals.add_portal(system_actor(), name="Coupa")
    file = "Code client;E-mail;Portail;Numéro fournisseur\nC1;anne@dupont.example;COUPA;F-88\nC2;;Inconnu;\n"
    report = take(file)
    assert [(row.customer.code, row.portal.name, row.supplier_number) for row in CustomerPortal.objects.all()] == [("C1", "Coupa", "F-88")]
    assert [(finding.code, finding.values["name"]) for finding in report.findings] == [("unknown_portal", "Inconnu")]
    take(file.replace("F-88", "F-99"))
    assert [row.supplier_number for row in CustomerPortal.objects.all()] == ["F-99"]


def test_a_payment_pays_the_invoice_it_names_or_stays_unallocated(take: Take) -> None:
    take(THREE)
    report = take("Code client;Date de règlement;Montant;Facture réglée\nC1;15/10/2026;1000;F1\nC2;16/10/2026;7;\nC2;16/10/2026;3;F77\n")
    assert open_items()[-2:] == [("F1", date(2026, 9, 30), Decimal("200.5")), ("F2", date(2026, 10, 2), Decimal(40))]
    assert Allocation.objects.filter(reason="named").count() == 1
    assert sorted(Document.objects.filter(kind="payment").exclude(title__startswith="S").values_list("gross_amount", flat=True))[:1] == [
        Decimal(-1000)
    ]
    assert [finding.code for finding in report.findings] == ["unknown_invoice"]


def test_a_list_without_titles_is_refused(take: Take) -> None:
    with pytest.raises(NoHeader):
        take("1;2;3\n4;5;6\n")


def test_missing_columns_are_named(take: Take) -> None:
    with pytest.raises(ColumnsMissing, match="number"):
        take("Code client;Nom;Montant\nC1;Dupont;5\n", kind=Kind.ITEMS)


def test_an_archive_that_unpacks_into_a_flood_is_not_opened(take: Take) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (64 << 20))
    with pytest.raises(TooInflated):
        take(made.getvalue(), "bombe.xlsx")


def test_hostile_markup_is_refused(take: Take) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook>&e;</workbook>')
    with pytest.raises(Unreadable, match="entit"):
        take(made.getvalue(), "x.xlsx")


@pytest.mark.parametrize("content", [b"PK\x03\x04rubbish", b"%PDF-1.4", b"\xd0\xcf\x11\xe0"])
def test_a_wrong_kind_of_file_is_refused(take: Take, content: bytes) -> None:
    with pytest.raises(Refusal):
        take(content)


def test_a_situation_with_unreadable_rows_settles_nothing_by_absence(take: Take) -> None:
    take(THREE)
    report = take(THREE.replace("30/09/2026", "31/09/2026").replace("40,00", "30,00"))
    assert open_items() == [*EXPECTED[:2], ("F2", date(2026, 10, 2), Decimal(30))]
    assert {"bad_date", "situation_incomplete"} <= {finding.code for finding in report.findings}
