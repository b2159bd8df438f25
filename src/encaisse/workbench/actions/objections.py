"""A customer objects to being reached somewhere: kept on the address, their words as a note on the file."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from encaisse.customers import actions as customers
from encaisse.customers.queries import address_in_scope
from encaisse.customers.rules.objections import Use
from encaisse.kit.actor import Actor, Permission


@transaction.atomic
def note_objection(actor: Actor, address_id: int, *, uses: Iterable[Use], words: str, at: datetime, how: str = "") -> None:
    """Note to which uses of an address a customer objects."""
    actor.must(Permission.CUSTOMER_EDIT_CONTACT)
    address = address_in_scope(actor, address_id)
    for use in uses:
        customers.object(actor, address_id, at=at, how=how, use=use)
    if words.strip():
        customers.write_note(actor, address.customer_id, words.strip())
