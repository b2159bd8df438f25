"""What a person makes of a departure a mail announces: the contact has left, and whoever is named becomes one."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from encaisse.customers import queries as customers
from encaisse.customers.actions import add_contact, contact_left, write_note
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.actions import close_departure
from encaisse.workbench.queries.departures import proposed_departures
from encaisse.workbench.rules.replies import left_words


class DepartureNoLongerProposed(Refusal):
    sentence = gettext_noop("This departure was noted by a colleague, or its mail was dealt with. Refresh the page to see what is known.")


class LeaverIsNoContact(Refusal):
    sentence = gettext_noop("%(sender)s is the address of no contact. Say on the contact it is about that they have left.")


@transaction.atomic
def confirm_departure(actor: Actor, customer_id: int, mail_id: int, *, with_successor: bool, on: date) -> int:
    """Note that who wrote has left, and close the mail; the successor becomes a contact in their place only if asked."""
    found = next((each for each in proposed_departures(actor, on=on, customer_id=customer_id) if each.mail_id == mail_id), None)
    if found is None:
        raise DepartureNoLongerProposed
    if not found.contact_ids:
        raise LeaverIsNoContact(sender=found.sender)
    close_departure(actor, mail_id)
    leaving = [card for card in customers.contacts(actor, customer_id) if card.id in found.contact_ids]
    for card in leaving:
        contact_left(actor, card.id, on=on)
    if with_successor and found.newcomer:
        place = replace(found.newcomer, duty=leaving[0].duty, is_main=any(card.is_main for card in leaving))
        add_contact(actor, customer_id, place)
    customer = customers.customer(actor, customer_id)
    return write_note(actor, customer_id, left_words(found.who, found.successor, customer.language))
