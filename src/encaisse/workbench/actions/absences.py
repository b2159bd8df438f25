"""What a person makes of an absence: the one a mail announces confirmed in one key, a stand-in made a contact."""

from datetime import date

from django.db import transaction

from encaisse.customers import queries as customers
from encaisse.customers.actions import add_contact
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import NotFound, Refusal, gettext_noop
from encaisse.workbench.actions.replies import reply_says_absent
from encaisse.workbench.queries.absences import newcomer_of, proposed_absences


class NoLongerProposed(Refusal):
    sentence = gettext_noop("This absence is over, or was noted by a colleague. Refresh the page to see what is known.")


class OfNoContact(Refusal):
    sentence = gettext_noop("%(sender)s is the address of no contact. Add it to the contact it is about, then confirm the absence.")


class NoStandIn(Refusal):
    sentence = gettext_noop("No address and no number is written of a stand-in of %(name)s. Edit the contact and write one.")


@transaction.atomic
def confirm_absence(actor: Actor, customer_id: int, mail_id: int, *, with_stand_in: bool, on: date) -> int:
    """Note the absence as the mail announces it; the stand-in becomes a contact only if asked."""
    found = next((each for each in proposed_absences(actor, on=on, customer_id=customer_id) if each.mail_id == mail_id), None)
    if found is None:
        raise NoLongerProposed
    if not found.contact_ids:
        raise OfNoContact(sender=found.sender)
    return reply_says_absent(
        actor, mail_id, back_on=found.back_on, comment="", stand_in=found.stand_in, adds_stand_in=with_stand_in, on=on
    )  # fmt: skip


@transaction.atomic
def make_stand_in_a_contact(actor: Actor, customer_id: int, contact_id: int) -> int | None:
    """Make a contact of the stand-in written on somebody away; None when they are one already."""
    cards = customers.contacts(actor, customer_id)
    card = next((each for each in cards if each.id == contact_id), None)
    if card is None:
        raise NotFound(what="contact")
    new = newcomer_of(card.stand_in, ())
    if new is None:
        raise NoStandIn(name=f"{card.first_name} {card.name}".strip())
    return add_contact(actor, customer_id, new) if newcomer_of(card.stand_in, cards) else None
