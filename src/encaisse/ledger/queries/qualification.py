"""« À qualifier »: what is never dunned by itself until a person decides."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from encaisse.customers.queries import in_scope, scope_parameters
from encaisse.customers.rules import Page
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger.models import Qualification
from encaisse.ledger.queries.items import about


@dataclass(frozen=True, slots=True)
class ToQualify:
    """A due date that waits for a decision, and why."""

    item_id: int
    document_id: int
    creditor_id: int
    customer_id: int
    customer_code: str
    customer_name: str
    doubt: str
    kind: str
    number: str
    title: str
    issued_on: date
    due_date: date
    currency: str
    open_amount: Decimal


def waiting(actor: Actor, *, on: date, creditor_id: int | None, doubt: str = "", size: int = 0, offset: int = 0) -> list[Any]:
    scope = scope_parameters(actor, Permission.INVOICE_VIEW)
    return run_sql("ledger.to_qualify", on=on, creditor_id=creditor_id, doubt=doubt, size=size, offset=offset, **scope)


def counts_in(rows: list[Any]) -> dict[str, tuple[int, dict[str, Decimal]]]:
    found: dict[str, tuple[int, dict[str, Decimal]]] = {}
    for doubt, currency, count, amount in json.loads(rows[0].counts):
        before, amounts = found.get(doubt, (0, {}))
        found[doubt] = before + count, {**amounts, currency: Decimal(amount)}
    return found


def to_qualify(
    actor: Actor, *, on: date, creditor_id: int | None = None, doubt: str = "", page: int = 1, size: int = 50
) -> Page[ToQualify]:
    """Return one page of what waits for a decision on a day, the largest first."""
    return to_qualify_and_counts(actor, on=on, creditor_id=creditor_id, doubt=doubt, page=page, size=size)[0]


def to_qualify_and_counts(
    actor: Actor, *, on: date, creditor_id: int | None = None, doubt: str = "", page: int = 1, size: int = 50
) -> tuple[Page[ToQualify], dict[str, tuple[int, dict[str, Decimal]]]]:
    """Return, by one read of the portfolio, one page of what waits for a decision, and how much waits for each reason."""
    rows = waiting(actor, on=on, creditor_id=creditor_id, doubt=doubt, size=size, offset=(page - 1) * size)
    counts = counts_in(rows)
    total = sum(count for name, (count, _) in counts.items() if doubt in {"", name})
    return Page(tuple(ToQualify(*row[:-1]) for row in rows if row.item_id is not None), total, page, size), counts


def to_qualify_counts(actor: Actor, *, on: date, creditor_id: int | None = None) -> dict[str, tuple[int, dict[str, Decimal]]]:
    """Return how many items wait for each reason on a day, and their net amounts by currency."""
    return counts_in(waiting(actor, on=on, creditor_id=creditor_id))


def customer_qualifications(actor: Actor, customer_ids: Iterable[int]) -> dict[int, str]:
    """Return what was decided, last, of all documents of a customer, those to come too."""
    rows = Qualification.objects.filter(about(in_scope(actor)), customer_id__in=list(customer_ids), document_id__isnull=True)
    latest = rows.order_by("customer_id", "-pk").distinct("customer_id")
    return dict(latest.values_list("customer_id", "qualified_as"))
