"""The texts people wrote for customers' portals, that wait to be deposited there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.customers.queries import PortalOfCustomer
from encaisse.dunning.models import TextToDeposit
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import NotFound


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text to deposit, of whom, since when, how often it was tried."""

    id: int
    customer_id: int
    code: str
    name: str
    currency: str
    portal_name: str
    subject: str
    text: str
    written_on: date
    written_by_name: str
    tries: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class PreparedText:
    """A text with what is known of the portal it goes to."""

    row: TextRow
    portal: PortalOfCustomer | None


def texts_to_deposit(actor: Actor, *, on: date, collector_id: int | None = None, customer_id: int | None = None) -> list[TextRow]:
    """Return the texts that wait; where the portal did not work, from the next working day on."""
    mine = Q() if collector_id is None else Q(collector_id=collector_id)
    one = Q() if customer_id is None else Q(pk=customer_id)
    seen = Customer.objects.filter(customers.in_scope(actor), mine, one)
    due = Q(not_before_on=None) | Q(not_before_on__lte=on)
    return rows_of(TextToDeposit.objects.filter(due, ended_at=None, customer_id__in=seen.values("pk")).order_by("written_on", "pk"))


def text_to_deposit(actor: Actor, text_id: int) -> PreparedText:
    seen = Customer.objects.filter(customers.in_scope(actor)).values("pk")
    row = next(iter(rows_of(TextToDeposit.objects.filter(pk=text_id, customer_id__in=seen))), None)
    if row is None:
        raise NotFound(what="deposit")
    return PreparedText(row, customers.portal_of(actor, row.customer_id))


def rows_of(found: Iterable[TextToDeposit]) -> list[TextRow]:
    rows = list(found)
    named = Customer.objects.filter(pk__in={row.customer_id for row in rows})
    known = {row[0]: row[1:] for row in named.values_list("pk", "code", "name", "creditor__currency")}
    return [
        TextRow(
            row.pk, row.customer_id, *known[row.customer_id], row.portal, row.subject, row.text, row.written_on, row.written_by_name,
            row.tries, row.ended_at is None,
        )
        for row in rows
    ]  # fmt: skip
