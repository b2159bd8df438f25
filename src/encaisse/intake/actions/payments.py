"""Payments of a list: movements. Allocated to the invoice they name, else left unallocated."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from encaisse.creditors.queries import CreditorCard
from encaisse.intake.actions.parties import code_of, customers_of
from encaisse.intake.actions.taking import Taking
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.report import ImportReport
from encaisse.intake.rules.rows import Read, Reader
from encaisse.intake.rules.source_key import source_key
from encaisse.kit.actor import Actor
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_facts
from encaisse.ledger.rules import facts

SEVERAL = re.compile(r"\s*[;,+|]\s*|\s+/\s+")


def take_payments(actor: Actor, taking: Taking) -> ImportReport:
    """Record each payment as a document; pay with it the invoices it names."""
    ids = customers_of(actor, taking.creditor.id, taking.rows, make=False)
    taken = [row for row in taking.rows if code_of(row) in ids]
    for row in taking.rows:
        if code_of(row) not in ids:
            taking.reader.findings.append(Finding("unknown_customer", row.line_no, {"code": code_of(row)}))
            taking.reader.bad_rows.append(next(bad for bad in taking.reader.table.rows if bad.line_no == row.line_no))
    documents = payments_of(taking.creditor, taken, ids)
    recorded = ledger.record_documents(actor, taking.creditor.id, taking.kept.source_id, [document for document, _ in documents])
    settled = allocate(actor, documents, recorded.document_ids, taking.reader)
    ledger.set_freshness(
        actor, taking.kept.source_id, true_until_on=min(max((row.get("issued_on") for row in taken), default=taking.on), taking.on)
    )
    return ImportReport(
        rows=taking.reader.rows_seen, receivable_rows=len(documents), created=recorded.created, unchanged=recorded.unchanged,
        settled=settled, findings=tuple(taking.reader.findings), import_id=taking.kept.pk, source_id=taking.kept.source_id,
    )  # fmt: skip


def payments_of(creditor: CreditorCard, rows: Sequence[Read], ids: Mapping[str, int]) -> list[tuple[facts.DocumentFacts, Read]]:
    seen: Counter[tuple[object, ...]] = Counter()
    documents = []
    for row in rows:
        amount = -paid_amount(row)
        number = row.text("number") or row.text("invoice_number")
        identity = (ids[code_of(row)], number, row.get("issued_on"), amount)
        seen[identity] += 1
        document = facts.DocumentFacts(
            customer_id=ids[code_of(row)], kind="payment" if amount < 0 else "returned_payment", number=row.text("number"),
            issued_on=row.get("issued_on"), amount=amount, source_key=source_key(number, row.get("issued_on"), amount, seen[identity]),
            currency=row.text("currency").upper()[:3] or creditor.currency, title=row.text("title")[:200],
        )  # fmt: skip
        documents.append((document, row))
    return documents


def paid_amount(row: Read) -> Decimal:
    if "credit" in row.values or "debit" in row.values:
        return Decimal(row.get("credit") or 0) - Decimal(row.get("debit") or 0)
    return Decimal(row.get("amount") or 0)


def allocate(
    actor: Actor, documents: Sequence[tuple[facts.DocumentFacts, Read]], document_ids: Mapping[tuple[int, str], int], reader: Reader
) -> int:
    """Allocate each payment to the open invoices it names; return how many items it settled."""
    settled = 0
    for document, row in documents:
        if document.amount >= 0 or not row.get("invoice_number"):
            continue
        items = ledger_facts.open_items(actor, customer_id=document.customer_id)
        mine = next((item for item in items if item.document_id == document_ids[document.customer_id, document.source_key]), None)
        left = -mine.open_amount if mine else Decimal(0)
        for number in filter(None, SEVERAL.split(row.text("invoice_number"))):
            debits = [item for item in items if item.reference == number and item.open_amount > 0 and item.currency == document.currency]
            if not debits:
                reader.findings.append(Finding("unknown_invoice", row.line_no, {"number": number}))
            for debit in debits:
                amount = min(left, debit.open_amount)
                if mine and amount > 0:
                    ledger.allocate(actor, debit_id=debit.id, credit_id=mine.id, amount=amount, on=document.issued_on, reason="named")
                    left -= amount
                    settled += amount == debit.open_amount
    return settled
