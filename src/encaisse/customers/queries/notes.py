from dataclasses import dataclass
from datetime import datetime

from encaisse.customers.models import Customer, Note
from encaisse.customers.queries.scope import in_scope
from encaisse.kit.actor import Actor, Permission


@dataclass(frozen=True, slots=True)
class NoteRow:
    id: int
    body: str
    is_restricted: bool
    written_by: int | None
    written_by_name: str
    written_at: datetime


def notes(actor: Actor, customer_id: int) -> list[NoteRow]:
    """Return the notes of a customer, the latest first; restricted ones only for those who may read them."""
    seen = Customer.objects.filter(in_scope(actor, Permission.NOTE_VIEW), pk=customer_id)
    rows = Note.objects.filter(customer__in=seen)
    if not actor.may(Permission.NOTE_RESTRICTED_VIEW):
        rows = rows.filter(is_restricted=False)
    return [NoteRow(**row) for row in rows.order_by("-written_at", "-id").values(*NoteRow.__dataclass_fields__)]
