"""What customers complained of."""

from dataclasses import dataclass
from datetime import datetime

from encaisse.customers.models import Customer
from encaisse.customers.queries import in_scope
from encaisse.kit.actor import Actor
from encaisse.messages.models import Complaint


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    id: int
    customer_id: int
    message_id: int
    kind: str
    recipient: str
    words: str
    told_by: str
    happened_at: datetime


def complaints(actor: Actor, *, limit: int = 1000) -> list[ComplaintRow]:
    """Return the complaints of the customers in scope, the latest first."""
    seen = Customer.objects.filter(in_scope(actor)).values("pk")
    return [row_of(row) for row in Complaint.objects.filter(customer_id__in=seen).order_by("-happened_at", "-pk")[:limit]]


def complaints_of(actor: Actor, customer_id: int, *, limit: int = 50) -> list[ComplaintRow]:
    """Return the complaints of a customer, the latest first."""
    seen = Customer.objects.filter(in_scope(actor), pk=customer_id).values("pk")
    return [row_of(row) for row in Complaint.objects.filter(customer_id__in=seen).order_by("-happened_at", "-pk")[:limit]]


def row_of(row: Complaint) -> ComplaintRow:
    return ComplaintRow(row.pk, row.customer_id, row.message_id, row.kind, row.recipient, row.words, row.told_by, row.happened_at)
