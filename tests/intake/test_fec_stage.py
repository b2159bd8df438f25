"""The stage of a FEC: what SQL understands of a file equals what the witness reads."""

from pathlib import Path

import pytest

from encaisse.creditors import queries as creditors
from encaisse.creditors.models import Creditor
from encaisse.db import run_sql
from encaisse.intake.actions.fec import load, stage_documents
from encaisse.intake.actions.kept import open_import
from encaisse.intake.rules import witness
from encaisse.intake.rules.fec_header import fec_dialect
from encaisse.intake.rules.fec_lines import CarefulReader
from encaisse.intake.rules.progress import nobody_watches
from encaisse.intake.rules.survey import survey_of, whole_lines
from encaisse.kit.actor import Actor
from encaisse.ledger.models import Source
from shared import shared

SAMPLES = [
    "agrigest_123456789FEC20230331.txt",
    "bnc22_000000000FEC20231231.txt",
    "coala_2020.txt",
    "derived_montant_sens_DC_123456789FEC20200930.txt",
    "istea_123456789FEC20201231.txt",
    "quadra_123456789FEC20190731.txt",
    "tryton_FEC-previous.csv",
    "tryton_FEC.csv",
]
COLUMNS = ("row_no", "kind", "doubt", "number", "issued_on", "gross_amount", "source_key")


def witnessed(path: Path) -> witness.Reading:
    with path.open("rb") as file:
        dialect = fec_dialect(survey_of(file, name=path.name, expected="a FEC"), name=path.name)
        return witness.read(list(CarefulReader(dialect).read(whole_lines(file, name=path.name))))


def staged(actor: Actor, creditor: Creditor, path: Path) -> None:
    source = Source.objects.create(creditor_id=creditor.pk, kind="fec", name="FEC")
    with path.open("rb") as file:
        survey = survey_of(file, name=path.name, expected="a FEC")
        dialect = fec_dialect(survey, name=path.name)
        load(file, survey, dialect, name=path.name, watch=nobody_watches)
    kept = open_import(actor, creditor_id=creditor.pk, source_id=source.pk, kind="fec", name=path.name, sha256=survey.sha256)
    stage_documents(actor, creditors.creditor(actor, creditor.pk), kept)


@pytest.mark.parametrize("name", SAMPLES)
def test_sql_reads_what_the_witness_reads(actor: Actor, creditor: Creditor, name: str) -> None:
    path = shared(f"data/fec/{name}")
    staged(actor, creditor, path)
    rows = run_sql("intake.staged_documents")
    expected = [
        (row.line_no, row.kind, row.doubt, row.number, row.issued_on, row.amount, row.source_key) for row in witnessed(path).receivables
    ]
    assert [tuple(getattr(row, column) for column in COLUMNS) for row in rows] == expected
