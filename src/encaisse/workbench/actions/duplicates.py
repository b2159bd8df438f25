"""Copies of invoices: what is stored is sent at once; what is not is asked of order administration."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from encaisse.customers import queries as customers
from encaisse.dunning import actions as dunning
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.files.queries import content
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger import queries as ledger
from encaisse.ledger.queries import OpenItemRow
from encaisse.messages.rules import Attachment, Section
from encaisse.workbench.actions.service import hand_over, mail
from encaisse.workbench.queries.items import chosen
from encaisse.workbench.queries.writing import item_row, language_of, reach_of, writing
from encaisse.workbench.rules.writing import NothingTicked, check_weight


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What was sent, to whom, and what is stored nowhere."""

    message_id: int | None
    sent: tuple[str, ...]
    missing: tuple[str, ...]
    recipient: str = ""


@transaction.atomic
def send_duplicates(actor: Actor, customer_id: int, item_ids: Iterable[int], *, on: date, key: str) -> Duplicates:
    """Send a copy of invoices by e-mail, a service message; ask order administration for those that are not stored."""
    actor.must(Permission.ACTION_SEND_TEMPLATE)
    items = chosen(actor, customer_id, item_ids)
    if not items:
        raise NothingTicked
    stored = stored_files(actor, items)
    found = [item for item in items if item.document_id in stored]
    missing = tuple(dict.fromkeys(item.reference for item in items if item.document_id not in stored))
    for reference in missing:
        dunning.raise_signal(actor, customer_id, TaskKind.SEND_COPY, on=on, comment=reference)
    if not found:
        return Duplicates(None, (), missing)
    return sent(actor, customer_id, found, tuple(stored[document_id] for document_id in stored), missing, on=on, key=key)


def sent(
    actor: Actor, customer_id: int, items: list[OpenItemRow], files: tuple[Attachment, ...], missing: tuple[str, ...], *, on: date, key: str
) -> Duplicates:
    customer, reach = customers.customer(actor, customer_id), reach_of(actor, customer_id, "email")
    language = language_of(customer, reach)
    check_weight(sum(len(file.content) for file in files))
    once = {item.document_id: item for item in items}
    rows = tuple(item_row(item, item.open_amount, on=on, language=language) for item in once.values())
    made = writing(actor, customer, reach=reach, sections={Section.CLAIMED: rows}, on=on, language=language)
    message_id = hand_over(actor, mail(actor, made, "DUPLICATE_SEND", key=f"duplicate-{key}", attachments=files))
    dunning.copies_sent(actor, customer_id, [row.reference for row in rows])
    return Duplicates(message_id, tuple(row.reference for row in rows), missing, reach.address.address if reach else "")


def stored_files(actor: Actor, items: list[OpenItemRow]) -> dict[int, Attachment]:
    """Return the file that shows each document, what a person reads first."""
    found = ledger.invoice_files(actor, dict.fromkeys(item.document_id for item in items))
    first = {document_id: next((file for file in files if file.is_pdf), files[0]) for document_id, files in found.items() if files}
    return {document_id: Attachment(file.name, file.media_type, content(actor, file.sha256)) for document_id, file in first.items()}
