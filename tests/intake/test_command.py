"""`encaisse import`: the frozen shape of its answer, and its exit codes."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from encaisse.creditors.models import Creditor
from encaisse.db.clock import stopped
from encaisse.intake.rules.refusals import NoCreditor, NoCreditorYet, UnknownCreditor
from intake.einvoices import cii
from intake.test_fec_actions import PLAIN
from intake.test_lists import THREE

KEYS = [
    "rows",
    "receivable_rows",
    "open_rows",
    "letter_groups_balanced",
    "created",
    "updated",
    "settled",
    "unchanged",
    "open_amount",
    "findings",
]


def run(*arguments: object) -> dict[str, object]:
    out = io.StringIO()
    with stopped(date(2026, 11, 23)):
        call_command("import", *map(str, arguments), "--json", stdout=out)
    assert out.getvalue().count("\n") == 1
    return json.loads(out.getvalue())


def test_a_fec_answers_one_line_with_the_frozen_keys(creditor: Creditor, tmp_path: Path) -> None:
    path = tmp_path / "123456789FEC20231231.txt"
    path.write_bytes(PLAIN)
    answer = run("fec", path)
    assert sorted(answer) == sorted(KEYS)
    assert (answer["rows"], answer["created"], answer["open_amount"]) == (4, 2, "0.00")
    assert run("fec", path)["created"] == 0


def test_a_list_is_a_situation_or_movements(creditor: Creditor, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(THREE)
    assert run("csv", path, "--situation", "--source", "ERP")["open_rows"] == 3
    path.write_text(THREE.replace("F1", "F7"))
    assert run("csv", path, "--movements", "--source", "Autre")["created"] == 3


def test_several_files_are_summed_up(creditor: Creditor, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(PLAIN.replace(b"F1", name.encode()))
    assert run("fec", tmp_path / "a.txt", tmp_path / "b.txt")["created"] == 4


def test_the_creditor_is_found_by_the_file_name_or_asked_for(creditor: Creditor, tmp_path: Path) -> None:
    Creditor.objects.create(name="Autre", siren="987654321")
    path = tmp_path / "987654321FEC20231231.txt"
    path.write_bytes(PLAIN)
    run("fec", path)
    nameless = tmp_path / "fec.txt"
    nameless.write_bytes(PLAIN)
    with pytest.raises(NoCreditor):
        run("fec", nameless)
    with pytest.raises(UnknownCreditor):
        run("fec", nameless, "--creditor", "111111111")


@pytest.mark.django_db
def test_a_file_before_any_company_says_how_one_is_made(tmp_path: Path) -> None:
    (tmp_path / "fec.txt").write_bytes(PLAIN)
    with pytest.raises(NoCreditorYet, match="--new-creditor"):
        run("fec", tmp_path / "fec.txt")


def test_a_first_creditor_is_made_from_its_siren(db: None, tmp_path: Path) -> None:
    path = tmp_path / "fec.txt"
    path.write_bytes(PLAIN)
    run("fec", path, "--creditor", "732829320")
    assert Creditor.objects.get().siren == "732829320"


def test_a_missing_file_is_a_usage_error(creditor: Creditor, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as fault:
        run("fec", tmp_path / "none.txt")
    assert fault.value.returncode == 2


def test_structured_invoices_answer_in_the_same_shape(creditor: Creditor, tmp_path: Path, settings) -> None:
    settings.VAR = tmp_path
    path = tmp_path / "F1.xml"
    path.write_bytes(cii("F1"))
    told = run("einvoice", path)
    assert list(told) == KEYS
    assert (told["rows"], told["created"], told["open_amount"]) == (1, 1, "120.00")
    assert [found["code"] for found in told["findings"]] == ["customer_made", "due_date_reckoned"]
    assert run("einvoice", path)["unchanged"] == 1
