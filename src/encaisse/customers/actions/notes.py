from django.db import transaction

from encaisse.customers import queries
from encaisse.customers.actions.audit import tell
from encaisse.customers.models import Customer, Note
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Mode, Permission


@transaction.atomic
def write_note(actor: Actor, customer_id: int, body: str, *, is_restricted: bool = False) -> int:
    """Write a note on the customer file; it is kept as it was written."""
    actor.must(Permission.NOTE_VIEW, mode=Mode.ACT)  # who only reads notes, an auditor, writes none
    customer = queries.locked_customer(actor, customer_id, Permission.NOTE_VIEW)
    if is_restricted:
        actor.must(Permission.NOTE_RESTRICTED_VIEW)
    note = Note.objects.create(
        customer=customer, creditor_id=customer.creditor_id, body=body.strip(), is_restricted=is_restricted,
        written_by=actor.user_id, written_by_name=actor.name[:120], written_at=now(),
    )  # fmt: skip
    tell(actor, "write_note", note, change={"is_restricted": is_restricted})
    return note.pk


@transaction.atomic
def set_instruction(actor: Actor, customer_id: int, text: str) -> None:
    """Pin an instruction on top of the customer file."""
    customer = queries.locked_customer(actor, customer_id, Permission.CUSTOMER_EDIT_CONTACT)
    Customer.objects.filter(pk=customer_id).update(instruction=text.strip())
    tell(actor, "set_instruction", customer)
