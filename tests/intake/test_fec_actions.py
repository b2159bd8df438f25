"""Taking in a FEC: what each real file gives, what a second import changes, what the next year carries over."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from encaisse.creditors.models import Creditor
from encaisse.customers.models import Customer
from encaisse.db import run_sql
from encaisse.intake import actions
from encaisse.intake.models import Import, ImportFinding
from encaisse.intake.rules.fec_header import OFFICIAL
from encaisse.intake.rules.report import ImportReport
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import Refusal
from encaisse.ledger.models import Allocation, CustomerBalance, Document, OpenItem, Source
from shared import shared

TODAY = date(2026, 11, 23)
Take = Callable[..., ImportReport]


@pytest.fixture
def take(actor: Actor, creditor: Creditor) -> Take:
    def taken(content: bytes | Path, name: str = "123456789FEC20231231.txt") -> ImportReport:
        if isinstance(content, Path):
            content, name = content.read_bytes(), content.name
        return actions.import_fec(actor, creditor.pk, io.BytesIO(content), name=name, on=TODAY)

    return taken


def fec(*rows: str, header: str = "\t".join(OFFICIAL), end: str = "\n") -> bytes:
    """Write a FEC from short rows: journal, entry number, date, number, customer, piece, debit, credit, letter."""
    return (end.join([header, *map(full, rows)]) + end).encode()


def full(short: str) -> str:
    journal, number, day, ledger, customer, piece, debit, credit, letter = (short.split("|") + [""] * 9)[:9]
    names = {"VE": "VENTES", "BQ": "BANQUE", "AN": "A NOUVEAUX", "OD": "OPERATIONS DIVERSES"}
    cells = [journal, names.get(journal, journal), number, day, ledger, "x", customer, customer, piece, day, "w", debit, credit, letter]
    return "\t".join([*cells, "", day, "", ""])


def sale(customer: str, piece: str, day: str, amount: str, letter: str = "", no: int = 1) -> list[str]:  # noqa: PLR0917 - the columns of a ledger, in their order
    return [f"VE|{no}|{day}|411000|{customer}|{piece}|{amount}|0|{letter}", f"VE|{no}|{day}|707000||{piece}|0|{amount}"]


def payment(customer: str, piece: str, day: str, amount: str, letter: str = "", no: int = 1) -> list[str]:  # noqa: PLR0917 - the columns of a ledger, in their order
    return [f"BQ|{no}|{day}|411000|{customer}|{piece}|0|{amount}|{letter}", f"BQ|{no}|{day}|512000||{piece}|{amount}|0"]


def opening(customer: str, piece: str, day: str, amount: str, letter: str = "") -> list[str]:
    return [f"AN|1|{day}|411000|{customer}|{piece}|{amount}|0|{letter}", f"AN|1|{day}|110000||{piece}|0|{amount}"]


def codes(report: ImportReport) -> list[str]:
    return sorted({finding.code for finding in report.findings})


def open_items() -> list[tuple[str, str, Decimal]]:
    rows = OpenItem.objects.exclude(open_amount=0).select_related("document").order_by("document__issued_on", "id")
    customers = dict(Customer.objects.values_list("id", "code"))
    return [(customers[item.customer_id], item.document.number, item.open_amount) for item in rows]


def ledger_rows() -> list[tuple[object, ...]]:
    documents = Document.objects.order_by("customer_id", "source_key").values_list("customer_id", "source_key", "gross_amount", "doubt")
    items = OpenItem.objects.order_by("id").values_list("id", "open_amount", "due_date")
    return [*documents, *items, *Allocation.objects.order_by("id").values_list("id", "amount")]


def test_the_wholesaler_has_310_open_rows_for_283113_83(take: Take) -> None:
    report = take(shared("data/fec/quadra_123456789FEC20190731.txt"))
    assert report.counts() == {
        "rows": 12605, "receivable_rows": 3310, "open_rows": 310, "letter_groups_balanced": 1310,
        "created": 3310, "updated": 0, "settled": 0, "unchanged": 0,
    }  # fmt: skip
    assert report.open_amount == Decimal("283113.83")
    assert OpenItem.objects.exclude(open_amount=0).count() == 310
    assert sum(OpenItem.objects.values_list("open_amount", flat=True)) == Decimal("283113.83")
    assert sum(CustomerBalance.objects.values_list("open_amount", flat=True)) == Decimal("283113.83")
    assert Customer.objects.count() == 732
    assert Source.objects.get().true_until_on == date(2019, 7, 31)


def test_the_wholesaler_again_changes_nothing(take: Take) -> None:
    path = shared("data/fec/quadra_123456789FEC20190731.txt")
    take(path)
    before = ledger_rows()
    report = take(path)
    assert codes(report) == ["already_imported"]
    assert (report.created, report.updated, report.settled, report.unchanged) == (0, 0, 0, 3310)
    assert (report.open_rows, report.open_amount) == (310, Decimal("283113.83"))
    assert ledger_rows() == before


def test_a_grown_file_adds_only_the_difference(take: Take) -> None:
    first = [*sale("C1", "F1", "20230110", "100"), *sale("C2", "F2", "20230112", "50")]
    take(fec(*first))
    grown = [*sale("C1", "F1", "20230110", "100", "A"), *sale("C2", "F2", "20230112", "50"), *payment("C1", "F1", "20230201", "100", "A")]
    report = take(fec(*grown))
    assert (report.created, report.settled, report.updated, report.unchanged) == (1, 1, 0, 2)
    assert open_items() == [("C2", "F2", Decimal(50))]


def test_two_identical_rows_are_two_documents(take: Take) -> None:
    rows = [*sale("C1", "F1", "20230110", "100"), *sale("C1", "F1", "20230110", "100")]
    assert take(fec(*rows)).created == 2
    assert take(fec(*rows, *sale("C1", "F9", "20230111", "1"))).created == 1


def test_an_opening_entry_with_its_piece_and_date_is_the_invoice_itself(take: Take) -> None:
    take(fec(*sale("C1", "F1", "20231210", "100")), "123456789FEC20231231.txt")
    carried = opening("C1", "F1", "20240101", "100")
    carried[0] = full(carried[0]).replace("\t20240101\tw", "\t20231210\tw")
    content = fec() + (carried[0] + "\n" + full(carried[1]) + "\n").encode()
    report = take(content, "123456789FEC20241231.txt")
    assert (report.created, report.unchanged) == (0, 1)
    assert open_items() == [("C1", "F1", Decimal(100))]


def test_an_opening_entry_is_matched_by_piece(take: Take) -> None:
    take(fec(*sale("C1", "F1", "20231210", "100")), "123456789FEC20231231.txt")
    year = [*opening("C1", "F1", "20240101", "100", "A"), *payment("C1", "F1", "20240115", "100", "A")]
    report = take(fec(*year), "123456789FEC20241231.txt")
    assert (report.created, report.settled) == (1, 1)
    assert open_items() == []
    assert "opening_carried" in codes(report)


def test_an_opening_entry_without_piece_is_matched_by_amount(take: Take) -> None:
    take(fec(*sale("C1", "F1", "20231210", "100"), *sale("C1", "F2", "20231211", "60")), "123456789FEC20231231.txt")
    year = [*opening("C1", "x", "20240101", "100"), *opening("C1", "x", "20240101", "60", "A"), *payment("C1", "v", "20240115", "60", "A")]
    report = take(fec(*year), "123456789FEC20241231.txt")
    assert report.created == 1
    assert open_items() == [("C1", "F1", Decimal(100))]


def test_an_opening_total_is_matched_with_the_items_it_sums(take: Take) -> None:
    take(fec(*sale("C1", "F1", "20231210", "100"), *sale("C1", "F2", "20231211", "60")), "123456789FEC20231231.txt")
    year = [*opening("C1", "RAN", "20240101", "160", "B"), *payment("C1", "v", "20240115", "160", "B"), *sale("C1", "F3", "20240120", "5")]
    report = take(fec(*year), "123456789FEC20241231.txt")
    assert report.created == 2
    assert open_items() == [("C1", "F3", Decimal(5))]


def test_an_opening_balance_that_differs_leaves_the_books_balance(take: Take) -> None:
    take(fec(*sale("C1", "F1", "20231210", "100"), *sale("C1", "F2", "20231211", "60")), "123456789FEC20231231.txt")
    report = take(fec(*opening("C1", "x", "20240101", "200")), "123456789FEC20241231.txt")
    assert sum(amount for _, _, amount in open_items()) == Decimal(200)
    assert "opening_differs" in codes(report)
    assert Document.objects.filter(doubt="carried_forward").count() == 1


def test_what_the_opening_no_longer_carries_was_settled_before(take: Take) -> None:
    take(fec(*sale("C1", "F1", "20231210", "100"), *sale("C2", "F2", "20231211", "60")), "123456789FEC20231231.txt")
    take(fec(*opening("C2", "x", "20240101", "60")), "123456789FEC20241231.txt")
    assert open_items() == [("C2", "F2", Decimal(60))]


def test_the_next_year_grown_and_imported_again_adds_nothing_twice(take: Take) -> None:
    take(fec(*sale("C1", "F1", "20231210", "100"), *sale("C1", "F2", "20231211", "60")), "123456789FEC20231231.txt")
    year = [*opening("C1", "RAN", "20240101", "160", "B"), *payment("C1", "v", "20240115", "160", "B")]
    take(fec(*year), "123456789FEC20241231.txt")
    report = take(fec(*year, *sale("C1", "F3", "20240120", "5")), "123456789FEC20241231.txt")
    assert report.created == 1
    assert open_items() == [("C1", "F3", Decimal(5))]


def test_tryton_carries_last_years_balance(take: Take) -> None:
    take(shared("data/fec/tryton_FEC-previous.csv"))
    report = take(shared("data/fec/tryton_FEC.csv"))
    assert sum(amount for _, _, amount in open_items()) == Decimal(15)
    assert {"file_name", "letter_date", "opening_carried"} <= set(codes(report))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("agrigest_123456789FEC20230331.txt", {"padding", "negative_amount", "zero_amount", "general_as_customer", "carried_forward"}),
        ("istea_123456789FEC20201231.txt", {"more_columns", "name_without_number"}),
        ("coala_2020.txt", {"file_name", "letter_unbalanced"}),
        ("derived_montant_sens_DC_123456789FEC20200930.txt", {"amount_and_side", "letter_unbalanced"}),
        ("bnc22_000000000FEC20231231.txt", {"entry_number_constant", "valid_date_empty", "more_columns", "siren", "dates_span"}),
        ("quadra_123456789FEC20190731.txt", {"letter_without_date", "negative_amount", "no_document", "carried_forward", "default_terms"}),
    ],
)
def test_each_deviation_is_a_finding(take: Take, name: str, expected: set[str]) -> None:
    report = take(shared(f"data/fec/{name}"))
    assert expected <= set(codes(report))
    assert ImportFinding.objects.filter(of_import_id=report.import_id).count() == len(report.findings)


PLAIN = fec(*sale("C1", "F1", "20230110", "100"), *payment("C1", "F1", "20230201", "100"))
ACCENTS = PLAIN.decode().replace("BANQUE", "Banque été où çà").replace("VENTES", "Ventes à crédit")


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        pytest.param(b"\xef\xbb\xbf" + PLAIN, "byte_order_mark", id="UTF-8 with a byte order mark"),
        pytest.param(ACCENTS.encode("cp850"), "encoding", id="CP850"),
        pytest.param(ACCENTS.encode("iso-8859-15"), None, id="ISO 8859-15"),
        pytest.param(ACCENTS.replace("w", "\u2019").encode("cp1252"), "encoding", id="Windows 1252"),
        pytest.param(ACCENTS.encode(), "encoding", id="UTF-8"),
        pytest.param(PLAIN.replace(b"\n", b"\r\r\n"), "double_carriage_return", id="two carriage returns"),
        pytest.param(PLAIN.replace(b"\n", b"\r\n"), None, id="CRLF"),
        pytest.param(PLAIN.replace(b"\n", b"\r"), None, id="carriage returns alone"),
        pytest.param(PLAIN.replace(b"\t", b"|"), None, id="pipes"),
        pytest.param(PLAIN.replace(b"\n", b"\t\n"), "trailing_separator", id="a trailing separator everywhere"),
        pytest.param(PLAIN.replace(b"\n", b"\t\n").replace(b"\t\n", b"\n", 1), "trailing_separator", id="a trailing separator in the rows"),
        pytest.param(PLAIN.replace(b"CompteLib", b"CompteLIB"), "header_spelling", id="header case"),
        pytest.param(PLAIN.replace(b"\t", b"  \t "), "padding", id="padding"),
        pytest.param(PLAIN + b"\n\n", "blank_line", id="blank lines"),
        pytest.param(PLAIN + b"\x1a", None, id="a DOS end of file"),
        pytest.param(PLAIN.rstrip(b"\n"), None, id="no end of line at the end"),
        pytest.param(PLAIN.replace(b"\tw\t", b"\tw\x00\t"), "nul_bytes", id="NUL characters"),
        pytest.param(PLAIN.replace(b"\tw\t", b'\t"w"; \\N\t'), None, id="quotes and backslashes in a label"),
    ],
)
def test_every_dialect_gives_the_same_ledger(take: Take, content: bytes, finding: str | None) -> None:
    report = take(content)
    assert (report.rows, report.receivable_rows, report.open_amount) == (4, 2, Decimal(0))
    if finding:
        assert finding in codes(report)


@pytest.mark.parametrize(
    ("bad", "finding"),
    [
        (sale("C1", "F9", "20231345", "7")[0], ("bad_date", {"column": "EcritureDate", "value": "20231345"})),
        (sale("C1", "F9", "20230110", "7,5,0")[0], ("bad_amount", {"column": "Debit", "value": "7,5,0"})),
        (sale("C1", "F9", "20230110", "NaN")[0], ("bad_amount", {"column": "Debit", "value": "NaN"})),
    ],
)
def test_a_bad_line_is_left_out_and_named(take: Take, bad: str, finding: tuple[str, dict[str, str]]) -> None:
    report = take(fec(*sale("C1", "F1", "20230110", "100"), bad))
    assert report.receivable_rows == 1
    found = next(found for found in report.findings if found.code == finding[0])
    assert (found.line_no, dict(found.values)) == (4, finding[1])


def test_a_short_line_is_left_out_and_named(take: Take) -> None:
    report = take(PLAIN + b"VE\tVENTES\t1\n")
    assert [(found.code, found.line_no) for found in report.findings if found.code == "bad_columns"] == [("bad_columns", 6)]


def test_a_file_cut_short_is_said_to_be_unbalanced(take: Take) -> None:
    report = take(fec(*sale("C1", "F1", "20230110", "100")[:1]))
    assert "unbalanced" in codes(report)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 ...", "archive"),
        (b"", "empty"),
        (b"a,b,c\n1,2,3\n", "no FEC header"),
        (b"\x00\x01\x02\x03" * 100, "binai?r"),
        (b"x" * (3 << 20), "no FEC header|longer than"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(take: Take, content: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        take(content, "f.txt")
    assert Import.objects.count() == 0


def test_a_payment_returned_and_a_sale_paid_at_once_are_told_apart(take: Take) -> None:
    returned = ["BQ|7|20230301|411000|C1|F1|100|0", "BQ|7|20230301|512000||F1|0|100"]
    at_once = [
        "CA|1|20230302|411000|C3|T1|20|0|A",
        "CA|1|20230302|411000|C3|T1|0|20|A",
        "CA|1|20230302|707000||T1|0|20",
        "CA|1|20230302|530000||T1|20|0",
    ]
    take(fec(*returned, *at_once))
    kinds = Document.objects.order_by("issued_on", "-gross_amount").values_list("kind", flat=True)
    assert list(kinds) == ["returned_payment", "invoice", "payment"]


def test_the_stage_is_gone_when_the_import_is_done(take: Take) -> None:
    take(PLAIN)
    assert not [row for row in run_sql("intake.stage_tables") if row.name.startswith("intake_fec")]


def test_a_line_of_a_gigabyte_is_refused_in_constant_memory(actor: Actor, creditor: Creditor) -> None:
    class Endless(io.RawIOBase):
        """A file of one line; what was handed out is counted, nothing is kept."""

        handed = 0

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            self.handed += size
            return ("\t".join(OFFICIAL).encode() + b"x" * size)[:size]

        def seek(self, offset: int, _whence: int = 0) -> int:
            return offset

    endless = Endless()
    with pytest.raises(Refusal, match="longer than"):
        actions.import_fec(actor, creditor.pk, endless, name="f.txt", on=TODAY)
    assert endless.handed < 4 << 20
