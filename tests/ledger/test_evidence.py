"""What proves that an invoice exists and was sent: its files, its sendings, what its structured invoice says."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from encaisse.audit.models import Entry
from encaisse.files import actions as files
from encaisse.files import queries as kept
from encaisse.kit.actor import Actor, Grant, Mode, Permission, Scope
from encaisse.kit.refusals import NotAllowed, NotFound
from encaisse.ledger import actions
from encaisse.ledger import queries as ledger
from encaisse.ledger.models import Document
from encaisse.ledger.rules.evidence import (
    AlreadyTold,
    DispatchChannel,
    DispatchFacts,
    FileFacts,
    ParticularsFacts,
    SentBeforeIssued,
    SentLater,
    check_dispatch,
)
from ledger.world import ON, SYSTEM, a_creditor, a_customer, an_item

PDF = b"%PDF-1.7 invoice"


@pytest.fixture
def invoice(db, settings, tmp_path) -> int:
    settings.VAR = tmp_path
    creditor = a_creditor()
    an_item(creditor, a_customer(creditor), "F1", "120", ON)
    return Document.objects.get(number="F1").pk


def shown(invoice: int, content: bytes = PDF, **values: str) -> FileFacts:
    return FileFacts(invoice, files.keep(SYSTEM, content, "application/pdf"), "F1.pdf", **values)


def test_the_file_of_an_invoice_is_found_with_its_bytes(invoice):
    assert actions.attach_files(SYSTEM, [shown(invoice, matched_by="name")]) == 1
    [file] = ledger.invoice_files(SYSTEM, [invoice])[invoice]
    assert (file.name, file.media_type, file.size, file.matched_by, file.is_pdf) == ("F1.pdf", "application/pdf", len(PDF), "name", True)
    assert kept.content(SYSTEM, file.sha256) == PDF


def test_the_same_file_twice_changes_nothing(invoice):
    assert [actions.attach_files(SYSTEM, [shown(invoice)]) for _ in range(2)] == [1, 0]
    assert Entry.objects.filter(did="ledger.attach_files").count() == 1


def test_a_file_taken_back_is_no_longer_shown_and_may_come_back(invoice):
    actions.attach_files(SYSTEM, [shown(invoice)])
    actions.detach_file(SYSTEM, ledger.invoice_files(SYSTEM, [invoice])[invoice][0].id)
    assert ledger.invoice_files(SYSTEM, [invoice]) == {}
    assert actions.attach_files(SYSTEM, [shown(invoice)]) == 1
    assert len(ledger.invoice_files(SYSTEM, [invoice])[invoice]) == 1


def test_what_a_person_reads_comes_before_the_structured_invoice(invoice):
    actions.attach_files(SYSTEM, [shown(invoice, b"<xml/>", role="einvoice"), shown(invoice)])
    assert [file.role for file in ledger.invoice_files(SYSTEM, [invoice])[invoice]] == ["invoice", "einvoice"]


def sent(invoice: int, **values) -> DispatchFacts:
    return DispatchFacts(invoice, ON, DispatchChannel.EMAIL, **{"recipient": "compta@dupont.fr", **values})


def test_a_sending_says_when_to_whom_and_by_which_channel(invoice):
    proof = files.keep(SYSTEM, b"receipt", "text/plain")
    actions.record_dispatch(SYSTEM, sent(invoice, reference="<1@x>", proof_sha256=proof, proof_name="accuse.txt"), on=ON)
    [row] = ledger.dispatches(SYSTEM, [invoice])[invoice]
    assert (row.sent_on, row.channel, row.recipient, row.reference, row.proof_sha256) == (ON, "email", "compta@dupont.fr", "<1@x>", proof)


def test_a_sending_told_twice_by_a_person_is_refused_and_by_a_file_is_kept_once(invoice):
    actions.record_dispatch(SYSTEM, sent(invoice), on=ON)
    with pytest.raises(AlreadyTold):
        actions.record_dispatch(SYSTEM, sent(invoice), on=ON)
    assert actions.record_dispatches(SYSTEM, [sent(invoice), sent(invoice, reference="2")]) == 1


def test_a_wrong_sending_is_withdrawn_and_leaves_its_trace(invoice):
    pk = actions.record_dispatch(SYSTEM, sent(invoice), on=ON)
    actions.withdraw_dispatch(SYSTEM, pk)
    assert ledger.dispatches(SYSTEM, [invoice]) == {}
    dids = Entry.objects.filter(subject_kind="document", subject_id=invoice).order_by("id").values_list("did", flat=True)
    assert list(dids) == ["ledger.record_dispatch", "ledger.withdraw_dispatch"]
    with pytest.raises(NotFound):
        actions.withdraw_dispatch(SYSTEM, pk)


@pytest.mark.parametrize(("day", "refusal"), [(ON - timedelta(days=1), SentBeforeIssued), (ON + timedelta(days=1), SentLater)])
def test_a_sending_lies_between_the_issue_of_the_invoice_and_today(day: date, refusal: type[Exception]):
    with pytest.raises(refusal):
        check_dispatch(DispatchFacts(1, day, DispatchChannel.POST), number="F1", issued_on=ON, on=ON)


def test_a_structured_invoice_completes_the_document_without_writing_over_it(invoice):
    told = ParticularsFacts(invoice, "cii", "basic", "380", Decimal(120), net_amount=Decimal(100), order_reference="PO1", terms="30 jours")
    assert [actions.record_particulars(SYSTEM, [told]) for _ in range(2)] == [1, 0]
    document = Document.objects.get(pk=invoice)
    assert (document.net_amount, document.order_reference) == (Decimal(100), "PO1")
    assert ledger.particulars(SYSTEM, [invoice])[invoice].terms == "30 jours"
    Document.objects.filter(pk=invoice).update(order_reference="MINE")
    actions.record_particulars(SYSTEM, [told])
    assert Document.objects.get(pk=invoice).order_reference == "MINE"


def test_who_only_looks_attaches_nothing_and_who_sees_other_customers_finds_nothing(invoice):
    looks = Actor(9, "Auditor", grants={Permission.INVOICE_VIEW: Grant(Permission.INVOICE_VIEW, Mode.VIEW, Scope.ALL)}, all_creditors=True)
    with pytest.raises(NotAllowed):
        actions.attach_files(looks, [shown(invoice)])
    grants = {each: Grant(each, Mode.ACT, Scope.PORTFOLIO) for each in Permission}
    other = Actor(9, "Anne", grants=grants, all_creditors=True, own_ids=frozenset({9}))
    with pytest.raises(NotFound):
        actions.attach_files(other, [shown(invoice)])
