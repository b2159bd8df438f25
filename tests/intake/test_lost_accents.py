"""Letters that a bad conversion made control characters come back; labels that say nothing are no labels."""

import io
from collections import Counter

import pytest

from encaisse.creditors.models import Creditor
from encaisse.customers.models import Customer
from encaisse.intake.actions import Choices, import_fec, import_list
from encaisse.intake.rules.lost_accents import code_page_of, letters_of, restored
from encaisse.kit.actor import Actor
from encaisse.ledger.models import Document
from intake.test_fec_actions import TODAY, fec, sale
from intake.test_lists import ITEMS

LIST = ITEMS + "C1;CAF\x90 DU MARCH\x90;F1;01/09/2026;30/09/2026;10,00;10,00\n"


@pytest.mark.parametrize(
    ("lost", "code_page", "word"),
    [
        pytest.param("CAF\x90", "cp850", "CAFÉ", id="a capital of DOS"),
        pytest.param("Cr\x88perie h\x93teli\x8are", "cp850", "Crêperie hôtelière", id="small letters of DOS"),
        pytest.param("L\x92\x9cuf", "cp1252", "L’œuf", id="an apostrophe and a ligature of Windows"),
        pytest.param("Café", "", "Café", id="nothing lost"),
    ],
)
def test_the_code_page_is_told_by_the_letters_only_it_has(lost, code_page, word):
    marks = Counter(ord(letter) for letter in lost if "\x80" <= letter <= "\x9f")
    found = code_page_of(marks)
    assert (found, lost.translate(letters_of(found))) == (code_page, word)
    assert b"".join(restored([lost.encode()], found)).decode() == word


@pytest.mark.parametrize("spoilt", [pytest.param(b"", id="a regular file"), pytest.param(b"\n\n", id="a file read with care")])
def test_a_ledger_whose_accents_were_lost_names_its_customers_rightly(actor: Actor, creditor: Creditor, spoilt: bytes) -> None:
    content = fec(*sale("C1", "F1", "20230110", "100")).replace(b"\tC1\tC1\t", "\tC1\tCAF\x90 SUD\t".encode())
    assert "CAF\x90".encode() in content
    report = import_fec(actor, creditor.pk, io.BytesIO(content + spoilt), name="FEC.txt", on=TODAY)
    assert Customer.objects.get().name == "CAFÉ SUD"
    assert "lost_accents" in [finding.code for finding in report.findings]


def test_so_does_a_list(actor: Actor, creditor: Creditor) -> None:
    import_list(actor, creditor.pk, io.BytesIO(LIST.encode()), name="liste.csv", on=TODAY, choices=Choices())
    assert Customer.objects.get().name == "CAFÉ DU MARCHÉ"


def test_a_label_of_underscores_is_no_label(actor: Actor, creditor: Creditor) -> None:
    content = fec(*sale("C1", "F1", "20230110", "100")).replace(b"\tw\t", b"\t___\t")
    assert b"\t___\t" in content
    import_fec(actor, creditor.pk, io.BytesIO(content), name="FEC.txt", on=TODAY)
    assert Document.objects.get().title == ""
