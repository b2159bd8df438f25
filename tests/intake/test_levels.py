"""Levels reached before going live, taken from a list: what each line sets, and what it cannot."""

import io
import json
from datetime import date

import pytest
from django.core.management import call_command

from encaisse.creditors import actions as creditors
from encaisse.creditors.actions import NewCreditor
from encaisse.db.clock import stopped
from encaisse.dunning.models import Hold, ItemProgress
from encaisse.dunning.rules.reprise import GoLiveChoice
from encaisse.intake import actions
from encaisse.intake.rules.columns import Kind, guessed_kind
from encaisse.intake.rules.findings import MEANINGS, ONE, Finding
from encaisse.intake.rules.levels import WORDS, choice_named
from encaisse.kit.actor import system_actor
from encaisse.ledger.models import Document, OpenItem

SYSTEM = system_actor()
ON = date(2026, 11, 17)
ITEMS = (
    "Code client;Raison sociale;Numéro;Date facture;Date échéance;Montant TTC;Solde\n"
    "C1;Garage Dupont;F1;01/06/2026;30/06/2026;1200,00;1200,00\n"
    "C1;Garage Dupont;F2;01/07/2026;31/07/2026;300,00;300,00\n"
    "C2;Menuiserie Durand;F3;01/07/2026;31/07/2026;2400,00;2400,00\n"
    "C3;Boulangerie Épis;F4;01/07/2026;31/07/2026;90,00;90,00\n"
    "C4;Cave des Monts;F5;01/07/2026;31/07/2026;70,00;70,00\n"
)
LEVELS = (
    "Code client;Numéro;Niveau;Dernière relance\n"
    "C1;;R1;01/09/2026\n"
    "C1;F1;mise en demeure;15/10/2026\n"
    ";F3;litige;\n"
    "C3;;exclu;\n"
    "C4;;plan;\n"
    "C9;;R2;01/09/2026\n"
    "C1;F2;pigeon;\n"
)


@pytest.fixture
def creditor_id(db) -> int:
    with stopped(ON):
        creditor_id = creditors.create_creditor(SYSTEM, NewCreditor(name="Maison Lambert", siren="552100554"))
        actions.import_list(SYSTEM, creditor_id, io.BytesIO(ITEMS.encode()), name="items.csv", on=ON)
        yield creditor_id


def item(number: str) -> int:
    return OpenItem.objects.get(document_id=Document.objects.get(number=number).pk).pk


def reached(number: str) -> tuple[int, date] | None:
    progress = ItemProgress.objects.filter(item_id=item(number)).first()
    return (progress.last_level, progress.last_ended_on) if progress and progress.last_level else None


def test_a_list_with_a_level_and_no_amount_is_a_list_of_levels():
    assert guessed_kind(["Code client", "Numéro", "Niveau", "Dernière relance"]) is Kind.LEVELS
    assert guessed_kind(["Code client", "Numéro", "Échéance", "Solde", "Niveau"]) is Kind.ITEMS


def test_every_choice_has_its_words_and_no_word_means_two():
    assert set(WORDS) == set(GoLiveChoice)
    assert sum(map(len, WORDS.values())) == len({word for words in WORDS.values() for word in words})
    assert choice_named("Mise en demeure") is GoLiveChoice.REACHED_FORMAL_NOTICE
    assert choice_named("pigeon") is None


def test_each_line_sets_its_items_and_the_line_of_an_invoice_wins(creditor_id):
    report = actions.import_list(SYSTEM, creditor_id, io.BytesIO(LEVELS.encode()), name="levels.csv", on=ON)
    assert reached("F1") == (4, date(2026, 10, 15))
    assert reached("F2") == (1, date(2026, 9, 1))
    assert Document.objects.get(number="F4").qualified_as == "left_out"
    assert {hold.item_id for hold in Hold.objects.all()} == {item("F3"), item("F5")}
    assert report.updated == 5
    found = [(finding.code, finding.line_no) for finding in report.findings]
    assert sorted(found) == [("dispute_to_enter", 4), ("nothing_open", 7), ("plan_to_enter", 6), ("unknown_level", 8)]


def test_the_same_list_twice_changes_nothing(creditor_id):
    for _ in range(2):
        report = actions.import_list(SYSTEM, creditor_id, io.BytesIO(LEVELS.encode()), name="levels.csv", on=ON)
    assert [finding.code for finding in report.findings] == ["already_imported"]
    assert Hold.objects.count() == 2


def test_levels_come_in_from_the_command_line(creditor_id, tmp_path, capsys):
    (tmp_path / "levels.csv").write_text(LEVELS, encoding="utf-8")
    call_command("go_live", "--levels", str(tmp_path / "levels.csv"), "--on", ON.isoformat(), "--json")
    told = json.loads(capsys.readouterr().out)[0]
    assert (told["set"], len(told["findings"])) == (5, 4)


def test_a_finding_counts_one_in_the_singular():
    assert Finding("blank_line", None, {"count": 1}).in_words() == "One empty line was skipped."
    assert Finding("blank_line", None, {"count": "2"}).in_words() == "2 empty lines were skipped."
    counting = {code for code, meaning in MEANINGS.items() if "%(count)s" in meaning.sentence}
    of_several = {"several_customers", "file_ambiguous", "sending_of_several", "state_of_several"}  # they speak of several by nature
    assert counting - set(ONE) <= of_several
    assert set(ONE) <= counting
