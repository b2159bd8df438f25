"""PDFs of invoices find their document by the number in their name, else in their text."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from encaisse.creditors.models import Creditor
from encaisse.db.clock import stopped
from encaisse.intake import actions
from encaisse.intake.forms import KINDS
from encaisse.intake.rules.columns import Kind
from encaisse.intake.rules.filed import Ambiguous, Confidence, Matched, Numbered, Reason, Unmatched, match
from encaisse.intake.rules.numbers import numbers_in, shaped
from encaisse.intake.rules.report import ImportReport
from encaisse.kit.actor import Actor
from encaisse.ledger.models import InvoiceFile

TODAY = date(2026, 11, 23)
TITLES = "Code client;Raison sociale;N° facture;Date facture;Montant TTC\n"
ONE, TWO, YEAR = Numbered(1, "FA201710"), Numbered(2, "FA201711"), Numbered(3, "2017")


def pdf(text: str = "") -> bytes:
    """Return a PDF of one page, as small as may be."""
    drawn = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)  # the same files make the same ZIP, whatever the hour
    return packed.getvalue()


def codes(report: ImportReport) -> list[str]:
    return [found.code for found in report.findings]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR = tmp_path / "var"


@pytest.fixture
def listed(actor: Actor, creditor: Creditor):
    def taken(*numbers: str) -> None:
        rows = "".join(f"C1;Dupont;{number};01/09/2026;120,00\n" for number in numbers)
        file = io.BytesIO((TITLES + rows).encode())
        actions.import_list(actor, creditor.pk, file, name="f.csv", on=TODAY, choices=actions.Choices(kind=Kind.INVOICES))

    return taken


@pytest.fixture
def take(actor: Actor, creditor: Creditor):
    def taken(files: dict[str, bytes], **more) -> ImportReport:
        return actions.import_files(actor, creditor.pk, io.BytesIO(zipped(files)), name="factures.zip", **more)

    return taken


def test_only_what_has_the_shape_of_a_number_of_the_accounts_is_looked_up():
    words = "Facture FA-2026-0012 du 01/10/2026, 25 articles a 19,90"
    assert shaped(numbers_in(words), {"FA999999"}) == {"FA202612"}
    assert shaped(numbers_in(words), frozenset()) == frozenset()


def test_a_number_in_the_name_is_likely_and_certain_when_the_text_agrees():
    assert match({"FA201710"}, (), [ONE, TWO]) == Matched(ONE, Confidence.LIKELY, Reason.NAME)
    assert match({"FA201710"}, {"FA201710"}, [ONE, TWO]) == Matched(ONE, Confidence.CERTAIN, Reason.NAME)


def test_a_number_in_the_text_counts_when_the_name_tells_nothing():
    assert match({"SCAN12"}, {"FA201711"}, [ONE, TWO]) == Matched(TWO, Confidence.LIKELY, Reason.TEXT)


def test_the_name_is_believed_before_the_text_which_decides_between_several():
    assert match({"FA201710"}, {"FA201711"}, [ONE, TWO]) == Matched(ONE, Confidence.LIKELY, Reason.NAME)
    assert match({"FA201710", "FA201711"}, {"FA201711"}, [ONE, TWO]) == Matched(TWO, Confidence.CERTAIN, Reason.NAME)


def test_several_invoices_are_ambiguous_and_none_is_unmatched():
    assert match((), {"FA201710", "FA201711"}, [ONE, TWO]) == Ambiguous((ONE, TWO))
    assert match({"2016"}, {"2016"}, [ONE, TWO]) == Unmatched()


def test_a_part_of_a_longer_number_is_not_another_invoice_and_a_year_in_a_text_is_none():
    assert match({"2017", "FA201710"}, (), [ONE, YEAR]) == Matched(ONE, Confidence.LIKELY, Reason.NAME)
    assert match((), {"2017"}, [YEAR]) == Unmatched()


def test_each_pdf_of_a_zip_goes_to_its_invoice_and_the_rest_is_said(take, listed):
    listed("FA-2026-0010", "FA-2026-0011", "FA-2026-0012")
    files = {
        "2026/Facture FA_2026_10.pdf": pdf(), "scan.pdf": pdf("Facture FA-2026-0011 du 01/09/2026"),
        "both.pdf": pdf("FA-2026-0010 et FA-2026-0012"), "none.pdf": pdf("Bonjour"), "notes.txt": b"x", "bad.pdf": b"%PDF-1.4 nothing",
    }  # fmt: skip
    report = take(files)
    assert (report.rows, report.receivable_rows, report.created, report.unchanged) == (6, 2, 2, 0)
    assert sorted(codes(report)) == ["file_ambiguous", "file_brokenpdf", "file_notapdf", "file_unmatched"]
    ambiguous = next(found for found in report.findings if found.code == "file_ambiguous")
    assert ambiguous.in_words() == "“both.pdf” may be one of 2 invoices: FA-2026-0010, FA-2026-0012."
    assert set(InvoiceFile.objects.values_list("name", "matched_by")) == {("2026/Facture FA_2026_10.pdf", "name"), ("scan.pdf", "text")}


def test_the_same_zip_again_changes_nothing_but_files_the_invoices_that_came_since(take, listed):
    listed("FA-10")
    files = {"FA-10.pdf": pdf("a"), "FA-11.pdf": pdf("b")}
    first, again = take(files), take(files)
    assert (again.created, again.unchanged, again.import_id, codes(again)) == (0, 1, first.import_id, ["file_unmatched"])
    listed("FA-11")
    later = take(files)
    assert (later.created, later.unchanged, codes(later)) == (1, 1, [])
    assert InvoiceFile.objects.count() == 2


def test_some_hundreds_of_files_are_looked_up_in_batches_and_their_progress_told(take, listed):
    numbers = [f"FA-{number}" for number in range(1000, 1450)]
    listed(*numbers)
    told = []
    report = take({f"{number}.pdf": pdf(number) for number in numbers}, watch=lambda *step: told.append(step))
    assert (report.created, codes(report)) == (450, [])
    assert told[449:] == [("reading", 450, 450), ("recording", 1, 1)]


def test_the_command_takes_a_folder(listed, tmp_path: Path):
    listed("FA-10")
    folder = tmp_path / "factures"
    folder.mkdir()
    (folder / "FA-10.pdf").write_bytes(pdf())
    out = io.StringIO()
    with stopped(TODAY):
        call_command("import", "files", str(folder), "--json", stdout=out)
    assert json.loads(out.getvalue())["created"] == 1


def test_the_wizard_offers_the_kind_it_recognises():
    assert "files" in dict(KINDS)
