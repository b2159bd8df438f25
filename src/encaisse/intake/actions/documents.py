"""Open items and invoices of a list, staged in the ledger's shape and recorded; a situation settles what it no longer lists."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from encaisse.creditors.queries import CreditorCard
from encaisse.customers import queries as known
from encaisse.db import copy_rows, execute_sql, run_sql
from encaisse.intake.actions.parties import code_of, customers_of
from encaisse.intake.actions.taking import Taking
from encaisse.intake.models import Import
from encaisse.intake.rules.columns import Kind
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.report import FoundSoFar, ImportReport
from encaisse.intake.rules.rows import Read, document_kind, gross_amount, open_amount
from encaisse.intake.rules.situation import check_vanishing
from encaisse.intake.rules.source_key import list_key, source_key
from encaisse.intake.rules.terms import last_due_date
from encaisse.kit.actor import Actor
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_facts

COLUMNS = (
    "batch_id", "row_no", "customer_id", "kind", "number", "title", "issued_on", "currency", "gross_amount", "order_reference", "doubt",
    "source_key", "part_no", "due_date", "due_date_source", "amount", "open_amount",
)  # fmt: skip


def take_documents(actor: Actor, taking: Taking) -> ImportReport:
    """Record the documents of a list; what a situation lists lower or no longer is settled."""
    found = FoundSoFar()
    found.add(*taking.reader.findings)
    ids = customers_of(actor, taking.creditor.id, taking.rows, make=True)
    execute_sql("intake.open_document_stage")
    staged = list(staged_rows(taking, ids, terms_of(actor, ids.values()), found))
    copy_rows("intake_receivable", COLUMNS, staged)
    report = record_staged(actor, taking, found)
    execute_sql("intake.close_document_stage")
    return replace(report, rows=taking.reader.rows_seen, import_id=taking.kept.pk, source_id=taking.kept.source_id)


def record_staged(actor: Actor, taking: Taking, found: FoundSoFar) -> ImportReport:
    """Record what is staged, settle what a situation shows lower or no longer, and say what changed."""
    kept, on = taking.kept, taking.on
    relation: Any = {"relation": "intake_receivable", "batch_id": kept.pk, "source_id": kept.source_id}
    is_whole = not taking.reader.bad_rows
    if kept.is_situation and is_whole:
        check_situation(actor, relation, is_accepted=taking.accept_vanishing)
    execute_sql("intake.keep_open_before", source_id=kept.source_id)
    figures = run_sql("intake.list_figures")[0]
    ledger.adopt_documents(actor, **relation, creditor_id=kept.creditor_id)
    recorded = ledger.record_relation(actor, **relation, creditor_id=kept.creditor_id, on=on)
    if kept.is_situation:
        if not is_whole:
            execute_sql("intake.keep_unlisted_open", batch_id=kept.pk, source_id=kept.source_id)
            found.add(Finding("situation_incomplete", None, {"count": len(taking.reader.bad_rows)}))
        ledger.settle_situation(actor, **relation, creditor_id=kept.creditor_id, on=on)
    changed = run_sql("intake.changed_since")[0]
    ledger.set_freshness(actor, kept.source_id, true_until_on=on if kept.is_situation else min(figures.last_day or on, on))
    if figures.reckoned:
        found.add(Finding("default_terms", None, {"count": figures.reckoned}))
    return ImportReport(
        receivable_rows=figures.receivable_rows, open_rows=figures.open_rows, open_amount=figures.open_amount, created=recorded.created,
        updated=changed.updated, settled=changed.settled, unchanged=recorded.unchanged, findings=found.all(),
        customers_without_contact=run_sql("intake.customers_without_contact")[0].customers,
    )  # fmt: skip


def check_situation(actor: Actor, relation: Any, *, is_accepted: bool) -> None:
    """Ask the rule whether too much vanishes."""
    preview = ledger_facts.situation_preview(actor, **relation)
    check_vanishing(
        known_items=preview.open_items, known_amount=preview.open_amount, vanished_items=preview.vanished_items,
        vanished_amount=preview.vanished_amount, is_accepted=is_accepted,
    )  # fmt: skip


def staged_rows(taking: Taking, ids: Mapping[str, int], terms: Mapping[int, str], found: FoundSoFar) -> Iterator[tuple[Any, ...]]:
    """Yield each row as a document with one item; the very same row twice is taken once, and a finding."""
    kept, creditor = taking.kept, taking.creditor
    seen: Counter[tuple[Any, ...]] = Counter()
    for row in taking.rows:
        whole = gross_amount(row)
        gross = whole if kept.is_situation else bounded(open_amount(row, whole), whole)
        if not gross:
            continue
        customer_id, issued_on = ids[code_of(row)], row.get("issued_on") or row.get("due_date")
        due_date, due_date_source = due_date_of(row, gross, issued_on, terms.get(customer_id, ""), creditor)
        key = key_of(kept, row, issued_on, due_date, gross)
        seen[customer_id, key, due_date, gross] += 1
        if (repeats := seen[customer_id, key, due_date, gross]) > 1:
            found.add(Finding("repeated_row", row.line_no, {"count": repeats}))
            continue
        seen[customer_id, key] += 1
        if (occurrence := seen[customer_id, key]) > 1:
            key = f"{key}#{occurrence}"
        yield (
            kept.pk, row.line_no, customer_id, document_kind(row, gross), row.text("number"), row.text("title")[:200], issued_on,
            row.text("currency").upper()[:3] or creditor.currency, gross, row.text("order_reference"), "",
            key, 1, due_date, due_date_source, gross, bounded(open_amount(row, gross), gross),
        )  # fmt: skip


def key_of(kept: Import, row: Read, issued_on: date, due_date: date, gross: Decimal) -> str:
    """Return the identity of a row; in a list that gives only what is left, the amount is no part of it."""
    if kept.kind == Kind.ITEMS and "amount" not in row.values:
        return list_key(row.text("number"), issued_on, due_date, is_debit=gross > 0)
    key = source_key(row.text("number"), issued_on, gross, 1)
    return f"{key}|{due_date:%Y%m%d}" if kept.kind == Kind.ITEMS else key


def bounded(still_open: Decimal, gross: Decimal) -> Decimal:
    """Keep what is open between nothing and the amount of the document."""
    return max(min(still_open, gross), Decimal(0)) if gross > 0 else min(max(still_open, gross), Decimal(0))


def due_date_of(row: Read, gross: Decimal, issued_on: date, terms_code: str, creditor: CreditorCard) -> tuple[date, str]:
    if given := row.get("due_date"):
        return given, "given"
    if gross < 0:
        return issued_on, "default"
    return last_due_date(terms_code or creditor.terms_code, issued_on), "terms" if terms_code else "default"


def terms_of(actor: Actor, customer_ids: Iterable[int]) -> dict[int, str]:
    return {customer_id: file.terms_code for customer_id, file in known.files(actor, list(customer_ids)).items()}
