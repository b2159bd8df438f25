"""Taking in a list: its rows understood, its customers found or made, its documents recorded; one transaction."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from encaisse.creditors import queries as creditors
from encaisse.creditors.queries import CreditorCard
from encaisse.db import run_sql
from encaisse.intake.actions.contacts import take_contacts, take_customers
from encaisse.intake.actions.documents import take_documents
from encaisse.intake.actions.kept import already_imported, close_import, earlier_import, open_import
from encaisse.intake.actions.levels import take_levels
from encaisse.intake.actions.payments import take_payments
from encaisse.intake.actions.sendings import take_dispatches
from encaisse.intake.actions.taking import Taking
from encaisse.intake.models import Import
from encaisse.intake.models import Mapping as KeptMapping
from encaisse.intake.queries.lists import table_in
from encaisse.intake.rules.columns import FIELDS, Kind, guessed_kind, missing_fields, proposed_columns, with_new_columns
from encaisse.intake.rules.progress import Watch, nobody_watches
from encaisse.intake.rules.refusals import ColumnsMissing
from encaisse.intake.rules.report import ImportReport
from encaisse.intake.rules.rows import Read, Reader
from encaisse.intake.rules.tables import Table
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger import actions as ledger

TAKE = {
    Kind.ITEMS: take_documents,
    Kind.INVOICES: take_documents,
    Kind.CUSTOMERS: take_customers,
    Kind.CONTACTS: take_contacts,
    Kind.PAYMENTS: take_payments,
    Kind.DISPATCHES: take_dispatches,
    Kind.LEVELS: take_levels,
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person (or the proposal) chose for a list."""

    kind: Kind | None = None
    columns: Mapping[str, str] = field(default_factory=dict)  # field → title
    is_situation: bool | None = None
    source_name: str = ""
    accept_vanishing: bool = False
    proofs: Mapping[str, Path] = field(default_factory=dict)


@transaction.atomic
def import_list(
    actor: Actor,
    creditor_id: int,
    file: BinaryIO,
    *,
    name: str,
    on: date,
    choices: Choices | None = None,
    watch: Watch = nobody_watches,
) -> ImportReport:
    """Take in a list of open items, invoices, customers, contacts or payments. The same file again changes nothing."""
    actor.must(Permission.IMPORT_RUN)
    creditor = creditors.creditor(actor, creditor_id)
    choices = choices or Choices()
    watch("loading", 0, 1)
    table = table_in(file, name=name)
    kind = choices.kind or guessed_kind(table.titles)
    source_id = ledger.source(actor, creditor_id, kind=form_of(table), name=choices.source_name or default_source(kind))
    run_sql("intake.lock_source", source_id=source_id)
    columns = chosen_columns(table, kind, choices, source_id)
    if earlier := earlier_import(source_id, kind.value, sha256_of(file)):
        return already_imported(earlier)
    is_situation = kind is Kind.ITEMS and bool(choices.is_situation if choices.is_situation is not None else True)
    kept = open_import(
        actor, creditor_id=creditor_id, source_id=source_id, kind=kind.value, name=name, sha256=sha256_of(file), is_situation=is_situation
    )
    remember_mapping(source_id, kind, table, columns, is_situation=is_situation)
    report = take(actor, creditor, kept, Reader(kind, table, columns), on=on, choices=choices, watch=watch)
    return close_import(actor, kept, report)


def take(actor: Actor, creditor: CreditorCard, kept: Import, reader: Reader, *, on: date, choices: Choices, watch: Watch) -> ImportReport:
    rows: list[Read] = list(reader.read())
    watch("recording", 0, 1)
    report = TAKE[reader.kind](actor, Taking(creditor, kept, rows, reader, on, choices.accept_vanishing, choices.proofs))
    watch("recording", 1, 1)
    return report


def chosen_columns(table: Table, kind: Kind, choices: Choices, source_id: int) -> dict[str, int]:
    """Return the columns a person chose, else those remembered of this source when the file still has them, else the proposal."""
    kept = KeptMapping.objects.filter(source_id=source_id, kind=kind.value).first()
    wished = choices.columns or (kept.columns if kept else {})
    positions = {title: position for position, title in reversed(list(enumerate(table.titles)))}
    named = {wanted.name for wanted in FIELDS[kind]}
    chosen = {name: positions[title] for name, title in wished.items() if name in named and title in positions}
    if (not choices.columns and len(chosen) < len(wished)) or not chosen:
        chosen = proposed_columns(kind, table.titles)
    elif kept and not choices.columns:
        chosen = with_new_columns(kind, table.titles, chosen, kept.titles)
    if missing := missing_fields(kind, chosen):
        raise ColumnsMissing(missing=", ".join(" / ".join(group) for group in missing), columns=", ".join(filter(None, table.titles)))
    return chosen


def remember_mapping(source_id: int, kind: Kind, table: Table, columns: Mapping[str, int], *, is_situation: bool) -> None:
    named = {name: table.titles[position] for name, position in columns.items()}
    told = {"columns": named, "titles": list(table.titles), "is_situation": is_situation}
    KeptMapping.objects.update_or_create(source_id=source_id, kind=kind.value, defaults=told)


def default_source(kind: Kind) -> str:
    """Documents and situations of one creditor come from one list unless another name is given."""
    names = {Kind.ITEMS: "Échéancier", Kind.INVOICES: "Factures", Kind.PAYMENTS: "Règlements", Kind.LEVELS: "Reprise"}
    names |= {Kind.DISPATCHES: "Envois de factures"}
    return names.get(kind, "Fichier clients")


def form_of(table: Table) -> str:
    return "xlsx" if table.encoding == "xlsx" else "csv"


def sha256_of(file: BinaryIO) -> bytes:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    return digest.digest()
