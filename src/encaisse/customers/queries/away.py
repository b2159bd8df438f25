"""Contacts who are away, of all customers in scope; and a contact by what a person calls them."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q

from encaisse.customers.models import Customer
from encaisse.customers.queries.cards import customer
from encaisse.customers.queries.contacts import ContactCard, contacts, contacts_where
from encaisse.customers.queries.scope import in_scope
from encaisse.customers.rules import NoSuchContact
from encaisse.kit.actor import Actor
from encaisse.kit.folding import folded


def contacts_away(actor: Actor, *, on: date) -> list[tuple[ContactCard, str]]:
    """Return whoever is away on a day, with the code of their customer, the first back first."""
    cards = contacts_where(actor, Q(back_on__gt=on, left_on__isnull=True))
    known = codes(actor, {card.customer_id for card in cards})
    return sorted(((card, known[card.customer_id]) for card in cards), key=lambda each: (each[0].back_on or on, each[1]))


def codes(actor: Actor, customer_ids: Iterable[int]) -> dict[int, str]:
    return dict(Customer.objects.filter(in_scope(actor), pk__in=list(customer_ids)).values_list("pk", "code"))


def contact_named(actor: Actor, customer_id: int, words: str) -> ContactCard:
    """Return the contact of a customer by name or address; without words, the main one."""
    cards = contacts(actor, customer(actor, customer_id).id)
    wanted = folded(words)
    found = [card for card in cards if wanted in {folded(name) for name in names_of(card)}] if wanted else cards[:1]
    if len(found) != 1:
        raise NoSuchContact(words=words or "–", known=", ".join(each for card in cards for each in list(names_of(card))[:1]) or "–")
    return found[0]


def names_of(card: ContactCard) -> Iterator[str]:
    yield from filter(None, (f"{card.first_name} {card.name}".strip(), card.name, *(each.address for each in card.addresses)))
