"""The search box and the lists: customers with what they owe, without a query per row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.customers.queries import Found
from encaisse.customers.queries.lists import ListedCustomer
from encaisse.customers.rules import Filters, Page
from encaisse.dunning.queries import DepositRow, find_tickets
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger import queries as ledger
from encaisse.ledger.models import CustomerBalance
from encaisse.ledger.queries import FoundDocument
from encaisse.people import queries as people

FOUND = 8
SHORTEST_NUMBER = 3


@dataclass(frozen=True, slots=True)
class Owing:
    """What a customer owes in its main currency."""

    currency: str
    open_amount: Decimal
    overdue_amount: Decimal
    oldest_due_date: date | None


@dataclass(frozen=True, slots=True)
class CustomerRow:
    customer: ListedCustomer
    owing: Owing | None
    collector_name: str
    salesperson_name: str


@dataclass(frozen=True, slots=True)
class FoundCustomer:
    customer: Found
    owing: Owing | None


@dataclass(frozen=True, slots=True)
class Finds:
    customers: tuple[FoundCustomer, ...] = ()
    documents: tuple[FoundDocument, ...] = ()
    tickets: tuple[DepositRow, ...] = ()


def finds(actor: Actor, words: str, *, limit: int = FOUND) -> Finds:
    """Return the customers and the documents that match what was typed."""
    found = customers.find(actor, words, limit=limit)
    sees_invoices = actor.may(Permission.INVOICE_VIEW) is not None
    numbers = ledger.find_documents(actor, words, limit=limit) if sees_invoices and len(words.strip()) >= SHORTEST_NUMBER else []
    owed = owings(actor, [each.id for each in found])
    return Finds(tuple(FoundCustomer(each, owed.get(each.id)) for each in found), tuple(numbers), tuple(find_tickets(actor, words)))


def owings(actor: Actor, customer_ids: Iterable[int]) -> dict[int, Owing]:
    """Return what customers owe; the currency that weighs most speaks for the others."""
    if not actor.may(Permission.INVOICE_VIEW):
        return {}
    columns = ("customer_id", "currency", "open_amount", "overdue_amount", "oldest_due_date")
    seen = Customer.objects.filter(customers.in_scope(actor, Permission.INVOICE_VIEW), pk__in=list(customer_ids))
    rows = CustomerBalance.objects.filter(customer_id__in=seen.values("pk")).order_by("open_amount")
    return {customer_id: Owing(*rest) for customer_id, *rest in rows.values_list(*columns)}


def customer_rows(actor: Actor, filters: Filters, *, sort: str, page: int, size: int) -> Page[CustomerRow]:
    found = customers.customer_list(actor, filters, sort=sort, page=page, size=size)
    owed = owings(actor, [row.id for row in found.rows])
    looked_after = {user_id for row in found.rows for user_id in (row.collector_id, row.salesperson_id) if user_id}
    names = {user_id: card.name for user_id, card in people.people(actor, looked_after).items()}
    rows = tuple(
        CustomerRow(row, owed.get(row.id), names.get(row.collector_id or 0, ""), names.get(row.salesperson_id or 0, ""))
        for row in found.rows
    )
    return Page(rows, found.count, page, size)
