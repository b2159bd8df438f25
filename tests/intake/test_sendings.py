"""A list of sendings: when, how and to whom each invoice was sent, with its proof."""

import io
import json
from datetime import date

import pytest
from django.core.management import call_command

from encaisse.creditors.models import Creditor
from encaisse.db.clock import stopped
from encaisse.intake import actions
from encaisse.intake.forms import KINDS
from encaisse.intake.rules.columns import Kind, guessed_kind, proposed_columns
from encaisse.intake.rules.report import ImportReport
from encaisse.intake.rules.sendings import channel_named
from encaisse.kit.actor import Actor
from encaisse.ledger.models import Dispatch, Document
from encaisse.ledger.rules.evidence import DispatchChannel
from intake.test_invoice_files import codes, listed, own_folder  # noqa: F401 - fixtures of the same files

TODAY = date(2026, 11, 23)
TITLES = "N° facture;Date d'envoi;Canal;Destinataire;N° de suivi;Preuve\n"
GOOD = "FA-10;02/09/2026;e-mail;compta@dupont.example;MSG-1;\nFA-11;03/09/2026;courrier;3 place du Marché;1A2B;ar.pdf\n"


@pytest.fixture
def take(actor: Actor, creditor: Creditor, listed):  # noqa: F811
    listed("FA-10", "FA-11")

    def taken(rows: str = GOOD, **more) -> ImportReport:
        choices = actions.Choices(kind=Kind.DISPATCHES, **more)
        return actions.import_list(actor, creditor.pk, io.BytesIO((TITLES + rows).encode()), name="envois.csv", on=TODAY, choices=choices)

    return taken


def told() -> list[tuple[str, date, str, str, str]]:
    numbers = dict(Document.objects.values_list("pk", "number"))
    rows = Dispatch.objects.order_by("sent_on", "pk").values_list("document_id", "sent_on", "channel", "recipient", "reference")
    return [(numbers[pk], *rest) for pk, *rest in rows]


def test_a_list_of_sendings_is_recognised_by_its_titles_and_disturbs_no_other():
    titles = TITLES.strip().split(";")
    assert guessed_kind(titles) is Kind.DISPATCHES
    assert proposed_columns(Kind.DISPATCHES, titles) == {
        "number": 0, "sent_on": 1, "channel": 2, "recipient": 3, "dispatch_reference": 4, "proof": 5,
    }  # fmt: skip
    assert guessed_kind(["Code client", "N° facture", "Date facture", "Montant TTC", "Date d'envoi", "Canal"]) is Kind.INVOICES
    assert "dispatches" in dict(KINDS)


@pytest.mark.parametrize(
    ("words", "channel"),
    [
        ("Courriel", DispatchChannel.EMAIL), ("LRAR", DispatchChannel.POST), ("Chorus Pro", DispatchChannel.PORTAL),
        ("plateforme agréée", DispatchChannel.EINVOICING), ("En main propre", DispatchChannel.HAND), ("pigeon", None),
    ],
)  # fmt: skip
def test_channels_are_named_as_people_write_them(words: str, channel: DispatchChannel | None):
    assert channel_named(words) == channel


def test_each_row_is_written_down_on_its_invoice_once(take):
    report = take()
    assert (report.rows, report.created, codes(report)) == (2, 2, ["proof_missing"])
    assert told() == [
        ("FA-10", date(2026, 9, 2), "email", "compta@dupont.example", "MSG-1"),
        ("FA-11", date(2026, 9, 3), "post", "3 place du Marché", "1A2B"),
    ]
    longer = take(GOOD + "fa 10;05/09/2026;portail;;DEP-7;\n")
    assert (longer.created, longer.unchanged) == (1, 2)


def test_a_row_that_cannot_be_believed_is_a_finding_with_its_line_and_the_others_are_kept(take):
    report = take(
        "FA-404;02/09/2026;e-mail;;;\nFA-10;02/09/2026;pigeon;;;\nFA-10;01/08/2026;e-mail;;;\nFA-10;01/12/2026;e-mail;;;\n"
        "FA-10;hier;e-mail;;;\nFA-11;03/09/2026;courrier;;;\n"
    )
    assert sorted((found.line_no, found.code) for found in report.findings) == [
        (2, "sending_of_unknown"), (3, "unknown_channel"), (4, "sending_sentbeforeissued"), (5, "sending_sentlater"), (6, "bad_date"),
    ]  # fmt: skip
    assert [number for number, *_ in told()] == ["FA-11"]


def test_a_number_that_two_invoices_bear_needs_the_customer(take):
    Document.objects.filter(number="FA-11").update(number="FA-0010")
    assert codes(take("FA-10;02/09/2026;e-mail;;;\n")) == ["sending_of_several"]


def test_the_command_brings_the_proofs_of_a_folder(take, tmp_path):
    (tmp_path / "envois.csv").write_text(TITLES + GOOD)
    folder = tmp_path / "preuves"
    folder.mkdir()
    (folder / "AR.pdf").write_bytes(b"%PDF-1.4 proof")
    out = io.StringIO()
    with stopped(TODAY):
        call_command("import", "csv", str(tmp_path / "envois.csv"), "--proofs", str(folder), "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["created"], said["findings"]) == (2, [])
    assert Dispatch.objects.exclude(proof=None).values_list("proof_name", flat=True).get() == "ar.pdf"
