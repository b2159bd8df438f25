"""SQL and the plain witness read generated ledgers alike."""

import io
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from encaisse.creditors import queries as creditors
from encaisse.creditors.models import Creditor
from encaisse.db import execute_sql, run_sql
from encaisse.intake.actions.fec import load, stage_documents
from encaisse.intake.actions.kept import open_import
from encaisse.intake.models import Import
from encaisse.intake.rules import witness
from encaisse.intake.rules.fec_header import fec_dialect
from encaisse.intake.rules.fec_lines import CarefulReader
from encaisse.intake.rules.progress import nobody_watches
from encaisse.intake.rules.survey import survey_of, whole_lines
from encaisse.kit.actor import Actor
from encaisse.ledger.models import Source
from intake.test_fec_actions import fec

ROWS = st.builds(
    lambda journal, no, day, ledger, customer, piece, amount, is_debit, letter: (
        f"{journal}|{no}|{day:%Y%m%d}|{ledger}|{customer}|{piece}|{amount if is_debit else 0}|{0 if is_debit else amount}|{letter}"
    ),
    st.sampled_from(["VE", "BQ", "AN", "OD", "CA"]),
    st.integers(1, 4),
    st.dates(date(2023, 1, 1), date(2023, 1, 3)),
    st.sampled_from(["411000", "411MART", "413000", "416000", "418100", "419100", "707000", "445710", "512000", "401000"]),
    st.sampled_from(["", "C1", "C2"]),
    st.sampled_from(["F1", "F2", "x", "-", "RAN"]),
    st.sampled_from(["0", "1", "-1", "2,50", "10,00", "+000003,00"]),
    st.booleans(),
    st.sampled_from(["", "", "A", "B"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, min_size=1, max_size=40))
def test_sql_reads_what_the_witness_reads(actor: Actor, creditor: Creditor, rows: list[str]) -> None:
    file = io.BytesIO(fec(*rows))
    survey = survey_of(file, name="f", expected="a FEC")
    dialect = fec_dialect(survey, name="f")
    expected = witness.read(list(CarefulReader(dialect).read(whole_lines(file, name="f"))))
    source, _ = Source.objects.get_or_create(creditor_id=creditor.pk, kind="fec", name="FEC")
    Import.objects.all().delete()
    load(file, survey, dialect, name="f", watch=nobody_watches)
    kept = open_import(actor, creditor_id=creditor.pk, source_id=source.pk, kind="fec", name="f", sha256=survey.sha256)
    stage_documents(actor, creditors.creditor(actor, creditor.pk), kept)
    execute_sql("intake.fec_letters")
    staged = run_sql("intake.staged_documents")
    figures = run_sql("intake.fec_figures")[0]
    execute_sql("intake.close_fec_stage")
    assert [(row.row_no, row.kind, row.doubt, row.issued_on, row.source_key) for row in staged] == [
        (row.line_no, row.kind, row.doubt, row.issued_on, row.source_key) for row in expected.receivables
    ]
    assert (figures.open_rows, figures.open_amount, figures.letter_groups_balanced) == (
        len(expected.open_rows), expected.open_amount, expected.letter_groups_balanced,
    )  # fmt: skip
