"""What platforms tell of an e-invoice: refused, disputed, suspended… is never chased silently, and somebody is asked to act."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from dunning.pages import ON, SYSTEM, Company
from encaisse.creditors import queries as creditors
from encaisse.db.clock import stopped
from encaisse.disputes import actions as disputes
from encaisse.dunning import actions, queries
from encaisse.dunning.models import PlannedAction
from encaisse.dunning.queries import verifying
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.dunning.rules.einvoices import (
    DisputeDays,
    DueLine,
    EInvoiceState,
    einvoice_hold,
    held_by,
    is_about,
    role_for,
    shares_of,
    without,
    work_of,
)
from encaisse.dunning.rules.machine.state import told_on
from encaisse.dunning.rules.machine.year import ItemFacts
from encaisse.dunning.rules.values import HeldPart, ItemHold
from encaisse.kit.actor import Role
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.ledger.models import Document
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts
from encaisse.ledger.rules.life_cycle import NothingToSettle, SettledWithoutWords, StateFacts

TOLD = date(2026, 11, 10)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("code", "held"),
    [
        pytest.param(205, (), id="approved: chased as any other"),
        pytest.param(204, (), id="taken in charge: chased"),
        pytest.param(206, (HeldPart(ItemHold.EINVOICE_DISPUTED, None),), id="approved in part, no amount told: all of it waits"),
        pytest.param(207, (HeldPart(ItemHold.EINVOICE_DISPUTED, None),), id="disputed: not chased"),
        pytest.param(208, (HeldPart(ItemHold.EINVOICE_SUSPENDED),), id="suspended: a document is missing"),
        pytest.param(209, (), id="completed: chased again"),
        pytest.param(210, (HeldPart(ItemHold.EINVOICE_REFUSED),), id="refused: never chased"),
        pytest.param(213, (HeldPart(ItemHold.EINVOICE_NOT_ARRIVED),), id="rejected by the platform: it never arrived"),
        pytest.param(220, (HeldPart(ItemHold.EINVOICE_CANCELLED),), id="cancelled"),
        pytest.param(221, (HeldPart(ItemHold.EINVOICE_NOT_ARRIVED),), id="routing error: it never arrived"),
        pytest.param(225, (HeldPart(ItemHold.EINVOICE_FACTORED),), id="assigned to a factor"),
        pytest.param(226, (), id="assigned, confidential: we go on as agent"),
        pytest.param(501, (HeldPart(ItemHold.EINVOICE_NOT_ARRIVED),), id="not admissible: it never arrived"),
        pytest.param(1, (), id="settled with the customer by a person: chased again"),
    ],
)
def test_what_a_step_holds(code: int, held: tuple[HeldPart, ...]) -> None:
    assert einvoice_hold(EInvoiceState(code, TOLD), on=TOLD + DAY) == held


def test_what_is_submitted_and_could_not_be_transmitted_has_not_arrived() -> None:
    assert einvoice_hold(EInvoiceState(200, TOLD), on=TOLD + DAY) == ()
    stopped = EInvoiceState(200, TOLD, reason_code="NON_TRANSMISE")
    assert einvoice_hold(stopped, on=TOLD + DAY) == (HeldPart(ItemHold.EINVOICE_NOT_ARRIVED),)


LINES = (
    DueLine(3, date(2026, 12, 31), Decimal(300)),
    DueLine(1, date(2026, 10, 31), Decimal(100)),
    DueLine(2, date(2026, 11, 30), Decimal(100)),
)


@pytest.mark.parametrize(
    ("contested", "held"),
    [
        pytest.param(None, {}, id="all of it: each line whole"),
        pytest.param(80, {1: 80, 2: 0, 3: 0}, id="on the line due first"),
        pytest.param(150, {1: 100, 2: 50, 3: 0}, id="then on the next one"),
        pytest.param(900, {1: 100, 2: 100, 3: 300}, id="never more than is open"),
    ],
)
def test_a_contested_amount_is_held_once_on_the_lines_due_first(contested: int | None, held: dict[int, int]) -> None:
    state = EInvoiceState(206, TOLD, None if contested is None else Decimal(contested))
    shares = shares_of(state, LINES)
    assert {item_id: share.contested_amount for item_id, share in shares.items()} == held
    for item_id, share in shares.items():
        assert einvoice_hold(share, on=TOLD) == ((HeldPart(ItemHold.EINVOICE_DISPUTED, Decimal(held[item_id])),) if held[item_id] else ())


def test_the_time_machine_holds_it_once_as_the_run_does() -> None:
    partly = (EInvoiceState(206, TOLD, Decimal(150)),)
    items = [
        ItemFacts(
            line.item_id, 1, "F-3", ((date.min, line.due_date),), line.open_amount, "EUR", TOLD, TOLD, TOLD, codes=partly, document_id=3
        )
        for line in LINES
    ]
    told = told_on([(item, item.amount) for item in items], TOLD + DAY)
    assert {item_id: state.contested_amount for item_id, state in told.items()} == {1: 100, 2: 50, 3: 0}
    assert told_on([(item, item.amount) for item in items], TOLD - DAY) == {}


def test_a_dispute_about_any_line_of_what_is_contested_once_takes_over() -> None:
    shares = shares_of(EInvoiceState(206, TOLD, Decimal(80)), LINES)
    assert is_about(shares[1], 1, disputed_id=3)
    assert not is_about(EInvoiceState(207, TOLD), 1, disputed_id=3)


def test_what_is_approved_in_part_is_chased_for_the_rest() -> None:
    partly = EInvoiceState(206, TOLD, Decimal(200))
    assert einvoice_hold(partly, on=TOLD) == (HeldPart(ItemHold.EINVOICE_DISPUTED, Decimal(200)),)


def test_a_dispute_opened_here_takes_over_even_once_closed() -> None:
    state = EInvoiceState(207, TOLD)
    assert einvoice_hold(state, [DisputeDays(TOLD - DAY, None)], on=ON) == ()
    assert einvoice_hold(state, [DisputeDays(TOLD, TOLD + DAY)], on=ON) == ()
    assert einvoice_hold(state, [DisputeDays(TOLD - 3 * DAY, TOLD - DAY)], on=ON) == (HeldPart(ItemHold.EINVOICE_DISPUTED, None),)
    assert einvoice_hold(EInvoiceState(210, TOLD), [DisputeDays(TOLD, None)], on=ON) != ()


@pytest.mark.parametrize(
    ("code", "reasons", "role"),
    [
        pytest.param(207, "", Role.ORDER_ADMIN, id="no reason told: order administration looks"),
        pytest.param(207, "TX_TVA_ERR", Role.ACCOUNTANT, id="a wrong VAT rate: accounting"),
        pytest.param(207, "PU_ERR", Role.SALESPERSON, id="a price: sales"),
        pytest.param(207, "AUTRE", Role.ORDER_ADMIN, id="a reason that says nothing"),
        pytest.param(200, "NON_TRANSMISE", Role.ORDER_ADMIN, id="not transmitted: order administration finds the address"),
        pytest.param(210, "PU_ERR", Role.ORDER_ADMIN, id="refused: order administration, whatever the reason"),
    ],
)
def test_whose_work_it_is(code: int, reasons: str, role: Role) -> None:
    held = held_by(code, reasons)
    assert held is not None
    assert role_for(held, reasons, work_of(held)[1]) is role


def test_an_invoice_is_taken_off_what_a_task_says() -> None:
    assert without("F-1 (TX_TVA_ERR) · F-10 · F-2", "F-1") == "F-10 · F-2"
    assert without("F-1", "F-1") == ""


# Stories ---------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def company(db: None) -> Iterator[Company]:
    with stopped(ON):
        company = Company()
        company.late("C1", "Dupont", "1000")
        yield company


def document_of(number: str) -> int:
    return Document.objects.get(number=number).pk


def tell(company: Company, code: int, *, number: str = "F-C1", reasons: str = "", contested: str | None = None, day: int = 12) -> None:
    at = datetime(2026, 11, day, 9, tzinfo=UTC)
    fact = StateFacts(document_of(number), code, at, reasons, None if contested is None else Decimal(contested))
    actions.ask_about_e_invoices(SYSTEM, ledger.record_delivery_states(SYSTEM, [fact], source_id=company.source), on=ON)


def chased(company: Company) -> list[str]:
    """Run, and return the amounts that a message would ask."""
    company.run()
    return [str(amount.normalize()) for amount in PlannedAction.objects.filter(state="to_approve").values_list("net_amount", flat=True)]


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (207, TaskKind.EINVOICE_DISPUTED, "en litige sur la plateforme"),
        (210, TaskKind.EINVOICE_REFUSED, "refusés sur la plateforme"),
        (208, TaskKind.EINVOICE_TO_COMPLETE, "suspendus sur la plateforme"),
        (213, TaskKind.EINVOICE_NOT_ARRIVED, "n’est pas parvenue"),
    ],
)
def test_what_a_platform_stops_is_not_chased_says_why_and_asks_for_work(company: Company, code: int, kind: TaskKind, words: str) -> None:
    tell(company, code, reasons="DOUBLON")
    assert chased(company) == []
    [signal] = queries.signals(SYSTEM)
    assert (signal.kind, signal.comment, signal.amount) == (kind.value, "F-C1 (DOUBLON)", Decimal(1000))
    browser = company.browser(Role.CREDIT_MANAGER)
    left_alone = browser.get(reverse("dunning:not_dunned")).content.decode()
    assert "Dupont" in left_alone
    assert words in left_alone
    assert words in browser.get(reverse("dunning:explain", args=[signal.customer_id])).content.decode()
    assert "Rien de cette facture n’est relancé" in browser.get(reverse("workbench:document", args=[document_of("F-C1")])).content.decode()
    story = browser.get(reverse("workbench:customer", args=[signal.customer_id])).content.decode()
    assert "F-C1 (Facture non conforme (mention, TVA, calcul, doublon), DOUBLON)" in story


def test_the_part_not_approved_waits_and_the_rest_is_chased(company: Company) -> None:
    tell(company, 206, contested="200")
    assert chased(company) == ["8E+2"]
    assert queries.signals(SYSTEM)[0].amount == Decimal(200)


def test_an_invoice_that_was_not_transmitted_waits_and_the_department_is_asked(company: Company) -> None:
    tell(company, 200, reasons="NON_TRANSMISE")
    assert chased(company) == []
    [signal] = queries.signals(SYSTEM)
    assert (signal.kind, signal.for_role, signal.comment) == (TaskKind.EINVOICE_NOT_ARRIVED, Role.ORDER_ADMIN, "F-C1 (NON_TRANSMISE)")
    browser = company.browser(Role.CREDIT_MANAGER)
    page = browser.get(reverse("workbench:document", args=[document_of("F-C1")])).content.decode()
    assert "<strong>Non transmise</strong> · Facture non reçue (NON_TRANSMISE)" in page
    assert "Non transmise" in browser.get(reverse("workbench:customer", args=[signal.customer_id])).content.decode()
    tell(company, 203, day=13)
    assert chased(company) == ["1E+3"]


def test_a_contested_amount_of_an_invoice_in_three_is_held_once(company: Company) -> None:
    parts = tuple(PartFacts(date(2026, 11, day), Decimal(300)) for day in (2, 4, 6))
    customer_id = ledger_queries.document(SYSTEM, document_of("F-C1")).customer_id
    in_three = DocumentFacts(
        customer_id=customer_id,
        kind="invoice",
        number="F-3",
        issued_on=date(2026, 9, 30),
        amount=Decimal(900),
        source_key="F-3",
        parts=parts,
    )
    ledger.record_documents(SYSTEM, company.creditor, company.source, [in_three])
    tell(company, 206, number="F-3", contested="350")
    assert chased(company) == ["1.55E+3"]
    assert queries.signals(SYSTEM)[0].amount == Decimal(350)
    assert not any(verifying.wrongly_skipped(SYSTEM, company.creditor))
    lines = ledger_queries.due_lines_of(SYSTEM, document_of("F-3"))
    disputes.open_dispute(SYSTEM, amounts={lines[2].id: Decimal(300)}, reason="PRICE", on=ON, calendar=creditors.calendar(SYSTEM, "FR"))
    assert chased(company) == ["1.6E+3"]  # the dispute opened here takes over, whichever line it is about


def test_a_later_step_of_the_platform_ends_it(company: Company) -> None:
    tell(company, 208)
    tell(company, 209, day=13)
    assert chased(company) == ["1E+3"]


def test_a_step_about_something_else_leaves_it_as_it_was(company: Company) -> None:
    tell(company, 210)
    tell(company, 224, day=13)
    assert chased(company) == []


def test_a_person_settles_it_with_words_and_the_invoice_is_chased_again(company: Company) -> None:
    tell(company, 207)
    browser = company.browser(Role.CREDIT_MANAGER)
    url = reverse("workbench:einvoice_settle", args=[document_of("F-C1")])
    assert "obligatoire" in browser.post(url, {"comment": ""}).content.decode()
    assert browser.post(url, {"comment": "Vu avec Mme Martin : bon à payer donné"}).status_code == 302
    assert chased(company) == ["1E+3"]
    assert not queries.signals(SYSTEM)
    page = browser.get(reverse("workbench:document", args=[document_of("F-C1")])).content.decode()
    assert "Réglé avec le client" in page
    assert "bon à payer donné" in page
    with pytest.raises(NothingToSettle):
        actions.settle_e_invoice(SYSTEM, document_of("F-C1"), comment="encore")


def test_settling_says_how(company: Company) -> None:
    tell(company, 207)
    with pytest.raises(SettledWithoutWords):
        actions.settle_e_invoice(SYSTEM, document_of("F-C1"), comment=" ")


def test_two_invoices_make_one_task_and_settling_one_leaves_the_other(company: Company) -> None:
    customer_id = ledger_queries.document(SYSTEM, document_of("F-C1")).customer_id
    company.invoice(customer_id, "F-2", "300", date(2026, 11, 6))
    tell(company, 210)
    tell(company, 210, number="F-2", reasons="DOUBLON")
    [signal] = queries.signals(SYSTEM)
    assert (signal.comment, signal.amount) == ("F-2 (DOUBLON) · F-C1", Decimal(1300))
    actions.settle_e_invoice(SYSTEM, document_of("F-2"), comment="Avoir émis")
    assert queries.signals(SYSTEM)[0].comment == "F-C1"


def test_a_dispute_opened_here_takes_over_with_its_own_amount(company: Company) -> None:
    tell(company, 207)
    item = ledger_queries.due_lines_of(SYSTEM, document_of("F-C1"))[0].id
    calendar = creditors.calendar(SYSTEM, "FR")
    disputes.open_dispute(SYSTEM, amounts={item: Decimal(200)}, reason="PRICE", on=ON, calendar=calendar)
    assert chased(company) == ["8E+2"]


def test_the_same_told_again_asks_for_nothing_more(company: Company) -> None:
    tell(company, 210)
    actions.finish_signal(SYSTEM, queries.signals(SYSTEM)[0].id, comment="vu")
    tell(company, 210)
    assert not queries.signals(SYSTEM)


def test_an_invoice_already_paid_asks_for_nothing(company: Company) -> None:
    settled = StateFacts(document_of("F-C1"), 212, datetime(2026, 11, 12, tzinfo=UTC))
    actions.ask_about_e_invoices(SYSTEM, ledger.record_delivery_states(SYSTEM, [settled], source_id=company.source), on=ON)
    assert not queries.signals(SYSTEM)
