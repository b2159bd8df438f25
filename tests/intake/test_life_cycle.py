"""What platforms tell of e-invoices: each message is a step of its invoice, shown on it and heeded by its reminders."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils.translation import override

from encaisse.creditors.models import Creditor
from encaisse.customers.models import LastFact
from encaisse.db.clock import stopped
from encaisse.dunning import queries as dunning
from encaisse.intake import actions, queries
from encaisse.intake.queries.invoices import looked_at
from encaisse.intake.rules.einvoices.cdar import read_acknowledgement
from encaisse.intake.rules.refusals import BrokenEInvoice, HostileXml, NotAnAcknowledgement
from encaisse.intake.rules.report import ImportReport
from encaisse.kit.actor import Actor, Role, system_actor
from encaisse.ledger import queries as ledger
from encaisse.ledger.models import DeliveryState, Document
from encaisse.ledger.rules.life_cycle import CODES, SETTLED, STEPS
from encaisse.people import actions as people
from encaisse.people.queries import actor_of
from encaisse.workbench.templatetags.evidence import life_cycle, life_cycle_told, platform_reason, platform_reasons
from intake.einvoices import cii
from intake.test_invoice_files import codes, listed, own_folder, zipped  # noqa: F401 - fixtures of the same files
from shared import shared

PARIS = ZoneInfo("Europe/Paris")
SAMPLES = {  # file → invoice, code, reasons
    "UC1_F202500003_01-CDV-200_Deposee.xml": ("F202500003", "200", ()),
    "UC1_F202500003_02-CDV-202_Recue.xml": ("F202500003", "202", ()),
    "UC1_F202500003_03-CDV-203_Mise_a_disposition.xml": ("F202500003", "203", ()),
    "UC1_F202500003_04-CDV-204_Prise_en_charge.xml": ("F202500003", "204", ()),
    "UC1_F202500003_05-CDV-205_Approuvee.xml": ("F202500003", "205", ()),
    "UC1_F202500003_06-CDV-211_Paiement_transmis.xml": ("F202500003", "211", ()),
    "UC1_F202500003_07-CDV-212_Encaissee.xml": ("F202500003", "212", ()),
    "UC4_F202500006_04-CDV-207_En_litige.xml": ("F202500006", "207", ("TX_TVA_ERR",)),
    "tiime_expected_serialize.xml": ("F202500003", "200", ()),
}


def cdar(
    number: str = "FA-10", code: str = "207", *, at: str = "20260910093000", reasons: tuple[str, ...] = (), siren: str = "123456789"
) -> bytes:
    told = "".join(f"<r:SpecifiedDocumentStatus><r:ReasonCode>{reason}</r:ReasonCode></r:SpecifiedDocumentStatus>" for reason in reasons)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<a:CrossDomainAcknowledgementAndResponse xmlns:a="urn:a" xmlns:r="urn:r" xmlns:u="urn:u"><a:AcknowledgementDocument>
<r:IssueDateTime><u:DateTimeString format="204">{at}</u:DateTimeString></r:IssueDateTime>
<r:ReferenceReferencedDocument><r:IssuerAssignedID>{number}</r:IssuerAssignedID>
<r:FormattedIssueDateTime><u:DateTimeString format="102">20260901</u:DateTimeString></r:FormattedIssueDateTime>
<r:ProcessConditionCode>{code}</r:ProcessConditionCode>
<r:IssuerTradeParty><r:GlobalID schemeID="0002">{siren}</r:GlobalID></r:IssuerTradeParty>{told}
</r:ReferenceReferencedDocument></a:AcknowledgementDocument></a:CrossDomainAcknowledgementAndResponse>""".encode()


@pytest.fixture
def take(actor: Actor, creditor: Creditor):
    def taken(content: bytes, name: str = "cdv.xml") -> ImportReport:
        return actions.import_life_cycle(actor, creditor.pk, io.BytesIO(content), name=name)

    return taken


def kept() -> list[tuple[str, int, str]]:
    numbers = dict(Document.objects.values_list("pk", "number"))
    rows = DeliveryState.objects.order_by("happened_at", "pk").values_list("document_id", "code", "reason_code")
    return [(numbers[pk], code, reason) for pk, code, reason in rows]


def test_every_sample_is_read():
    folder = shared("data/cdar")
    assert sorted(path.name for path in folder.glob("*.xml")) == sorted(SAMPLES)
    for name, expected in SAMPLES.items():
        [step] = read_acknowledgement((folder / name).read_bytes(), name=name, zone=PARIS)
        assert (step.number, step.code, step.reasons) == expected
        assert (step.issued_on, step.seller_siren) == (date(2025, 7, 1), "100000009")


def test_every_published_code_is_known_and_has_a_word():
    with (shared("data/cdar") / "cdar_status_codes.csv").open() as file:
        published = {int(row["code"]) for row in csv.DictReader(file)}
    assert published <= CODES
    assert set(STEPS.keys() - {SETTLED}) == CODES


def test_a_message_tells_the_hour_of_the_creditor_and_all_its_reasons():
    [step] = read_acknowledgement(cdar(reasons=("TX_TVA_ERR", "CMD_ERR")), name="x", zone=PARIS)
    assert step.happened_at.astimezone(UTC) == datetime(2026, 9, 10, 7, 30, tzinfo=UTC)
    assert step.reason_code == "TX_TVA_ERR CMD_ERR"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        pytest.param(cii(), NotAnAcknowledgement, id="an invoice is no message"),
        pytest.param(cdar(at="hier"), BrokenEInvoice, id="an hour that is none"),
        pytest.param(cdar(number=""), BrokenEInvoice, id="no invoice named"),
        pytest.param(b"<a", BrokenEInvoice, id="cut"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', HostileXml, id="entities"),
    ],
)
def test_what_is_no_message_is_refused_with_its_name(content: bytes, refusal: type[Exception]):
    with pytest.raises(refusal):
        read_acknowledgement(content, name="x.xml", zone=PARIS)


def test_each_message_becomes_a_step_of_its_invoice_once(take, listed, actor: Actor):  # noqa: F811
    listed("FA-10", "FA-11")
    files = {
        "1.xml": cdar("FA-10", "200", at="20260901120000"),
        "2.xml": cdar("FA-10", "207", reasons=("TX_TVA_ERR",)),
        "3.xml": cdar("FA-11", "205"),
    }
    first = take(zipped(files), "cdv.zip")
    assert (first.rows, first.receivable_rows, first.created, codes(first)) == (3, 3, 3, [])
    assert kept() == [("FA-10", 200, ""), ("FA-10", 207, "TX_TVA_ERR"), ("FA-11", 205, "")]
    assert codes(take(zipped(files), "cdv.zip")) == ["already_imported"]
    assert (take(zipped({**files, "4.xml": cdar("FA-11", "212", at="20261001080000")}), "cdv.zip").created, len(kept())) == (1, 4)
    document = Document.objects.get(number="FA-10").pk
    assert [state.code for state in ledger.delivery_states(actor, [document])[document]] == [207, 200]


def test_an_unknown_code_an_unknown_invoice_and_another_company_are_findings(take, listed):  # noqa: F811
    listed("FA-10")
    files = {
        "1.xml": cdar("FA-10", "299"), "2.xml": cdar("FA-404", "205"), "3.xml": cdar("FA-10", "205", siren="999999999"),
        "4.xml": cii(), "5.xml": cdar("FA-10", "210", reasons=("DOUBLON",)),
    }  # fmt: skip
    report = take(zipped(files), "cdv.zip")
    assert sorted(codes(report)) == ["file_notanacknowledgement", "state_of_other_seller", "state_of_unknown", "state_unknown"]
    assert kept() == [("FA-10", 210, "DOUBLON")]
    unknown = next(found for found in report.findings if found.code == "state_unknown")
    assert unknown.in_words() == "FA-10: “299” is no code of the life of e-invoices; it was left out."


def test_the_same_messages_again_find_the_invoices_that_came_since(take, listed):  # noqa: F811
    first = take(cdar("FA-10", "205"))
    assert codes(first) == ["state_of_unknown"]
    listed("FA-10")
    again = take(cdar("FA-10", "205"))
    assert (again.created, codes(again), again.import_id) == (1, [], first.import_id)


def test_a_step_has_its_customer_decided_anew(take, listed):  # noqa: F811
    listed("FA-10")
    LastFact.objects.all().delete()
    take(cdar("FA-10", "210"))
    assert LastFact.objects.count() == 1


def test_the_command_and_the_wizard_take_them(listed, tmp_path, actor: Actor, creditor: Creditor):  # noqa: F811
    listed("FA-10")
    path = tmp_path / "cdv.xml"
    path.write_bytes(cdar("FA-10", "205"))
    assert queries.recognised_kind(actor, path, name="cdv.xml", creditor_id=creditor.pk) == "life_cycle"
    out = io.StringIO()
    with stopped(date(2026, 11, 23)):
        call_command("import", "cdar", str(path), "--json", stdout=out)
    assert json.loads(out.getvalue())["created"] == 1


def test_the_amount_not_approved_is_read(take, listed):  # noqa: F811
    listed("FA-10")
    said = "<r:SpecifiedDocumentCharacteristic>{}</r:SpecifiedDocumentCharacteristic>"
    amounts = (
        "<r:TypeCode>MAPTTC</r:TypeCode><r:ValueAmount>100</r:ValueAmount>",
        "<r:TypeCode>MNATTC</r:TypeCode><r:ValueAmount>20.50</r:ValueAmount>",
    )
    told = "".join(map(said.format, amounts))
    take(cdar("FA-10", "206", reasons=("QTE_ERR",)).replace(b"<r:ReasonCode>", told.encode() + b"<r:ReasonCode>"))
    assert DeliveryState.objects.get().contested_amount == Decimal("20.50")


def test_a_thousand_messages_are_looked_up_at_once(take, listed, django_assert_max_num_queries):  # noqa: F811
    numbers = [f"FA-{number}" for number in range(10, 40)]
    listed(*numbers)
    files = {f"{number}.xml": cdar(number, "205") for number in numbers}
    with django_assert_max_num_queries(40):
        assert take(zipped(files), "cdv.zip").created == len(numbers)


def test_an_accountant_who_imports_a_refusal_has_the_right_colleague_asked(listed, creditor: Creditor):  # noqa: F811
    listed("FA-10")
    user_id = people.create_user(system_actor(), email="compta@client.example", name="Compta", language="fr")
    people.set_membership(system_actor(), user_id, role=Role.ACCOUNTANT, from_on=date(2020, 1, 1))
    on = date(2026, 11, 23)
    actions.import_life_cycle(actor_of(user_id, on=on), creditor.pk, io.BytesIO(cdar("FA-10", "210", reasons=("DOUBLON",))), name="c.xml")
    [signal] = dunning.signals(system_actor())
    assert (signal.kind, signal.for_role, signal.comment) == ("einvoice_refused", "ORDER_ADMIN", "FA-10 (DOUBLON)")


def test_the_timeline_says_the_step_in_words():
    assert life_cycle_told("207 TX_TVA_ERR") == f"{life_cycle(207)} · TX_TVA_ERR · 207"
    assert life_cycle_told("205 ") == f"{life_cycle(205)} · 205"


def test_why_a_platform_told_it_is_said_in_our_words_beside_its_code():
    with override("fr"):
        assert platform_reason("QTE_ERR") == "Litige de quantité (QTE_ERR)"
        assert platform_reasons("FA12 (QTE_ERR), FA13 (AUTRE), FA14") == "FA12 (Litige de quantité, QTE_ERR), FA13 (AUTRE), FA14"
    assert platform_reason("AUTRE") == "AUTRE"


def test_the_preview_says_the_step_its_reasons_and_its_days_in_words() -> None:
    told = cdar(code="207", reasons=("TX_TVA_ERR", "AUTRE"))
    with override("fr"):
        shown = looked_at(io.BytesIO(told), name="a.xml", kind="life_cycle", limit=5)
    [row] = shown.rows
    assert row[1:4] == ("FA-10", "01/09/2026", "En litige (207)")
    assert row[4] == "Facture non conforme (mention, TVA, calcul, doublon) (TX_TVA_ERR) · AUTRE"
    assert row[5] == "10 sept. 2026, 09:30"
    with override("en"):
        assert looked_at(io.BytesIO(told), name="a.xml", kind="life_cycle", limit=5).rows[0][3] == "Disputed (207)"
        unknown = looked_at(io.BytesIO(cdar(code="999")), name="a.xml", kind="life_cycle", limit=5)
    assert unknown.rows[0][3] == "999"
