"""A small world of receivables, without surprises: one creditor, customers, documents."""

from datetime import date
from decimal import Decimal

from encaisse.creditors import actions as creditors
from encaisse.customers import actions as customers
from encaisse.customers.rules import NewCustomer
from encaisse.kit.actor import system_actor
from encaisse.ledger import actions
from encaisse.ledger import queries as ledger
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts

SYSTEM = system_actor()
ON = date(2026, 11, 17)


def a_creditor(siren: str = "552100554", name: str = "Maison Lambert") -> int:
    return creditors.create_creditor(SYSTEM, creditors.NewCreditor(name=name, siren=siren))


def a_customer(creditor_id: int, code: str = "C1", name: str = "Garage Dupont", **values) -> int:
    return customers.create_customer(SYSTEM, creditor_id, NewCustomer(code=code, name=name, **values))


def a_source(creditor_id: int, name: str = "erp") -> int:
    return actions.source(SYSTEM, creditor_id, kind="csv", name=name)


def facts(customer_id: int, number: str, amount: str, due: date = ON, **values) -> DocumentFacts:
    kind = values.pop("kind", "invoice" if Decimal(amount) >= 0 else "payment")
    values.setdefault("source_key", f"{number}/{amount}")
    values.setdefault("issued_on", min(due, ON))
    values.setdefault("parts", (PartFacts(due, Decimal(amount)),))
    return DocumentFacts(customer_id=customer_id, kind=kind, number=number, amount=Decimal(amount), **values)


def an_item(creditor_id: int, customer_id: int, number: str, amount: str, due: date = ON, **values) -> int:
    """Record a document of one due date and return its item's id."""
    document = facts(customer_id, number, amount, due, **values)
    recorded = actions.record_documents(SYSTEM, creditor_id, a_source(creditor_id), [document])
    pk = recorded.document_ids[customer_id, document.source_key]
    return next(item.id for item in ledger.open_items(SYSTEM, customer_id=customer_id) if item.document_id == pk)
