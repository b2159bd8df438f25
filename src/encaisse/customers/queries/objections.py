"""What customers object to: the addresses left alone, since when, and how it was told."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from encaisse.customers.models import Address, Contact, Customer
from encaisse.customers.queries.cards import customer
from encaisse.customers.queries.contacts import AddressCard, contacts
from encaisse.customers.queries.scope import in_scope
from encaisse.customers.rules import AddressUnusable, normalised_address
from encaisse.customers.rules.objections import NoSuchAddress
from encaisse.kit.actor import Actor

SHOWN = 1000


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """One use of one address that its owner does not want. `use`: the channel of the address, or « sms » of a mobile."""

    code: str
    contact: str
    address: str
    use: str
    since: datetime
    how: str


def objections(actor: Actor, *, limit: int = SHOWN) -> list[ObjectionRow]:
    """Return the objections of the customers in scope, the latest first."""
    seen = Customer.objects.filter(in_scope(actor))
    objecting = Q(objected_at__isnull=False) | Q(sms_objected_at__isnull=False)
    rows = list(Address.objects.filter(objecting, customer_id__in=seen.values("pk")).order_by("-pk")[:limit])
    codes = dict(seen.filter(pk__in={row.customer_id for row in rows}).values_list("pk", "code"))
    people = {contact.pk: contact for contact in Contact.objects.filter(pk__in={row.contact_id for row in rows})}
    found = []
    for row in rows:
        who = people[row.contact_id]
        of = (codes[row.customer_id], f"{who.first_name} {who.name}".strip(), row.address)
        if row.objected_at:
            found.append(ObjectionRow(*of, row.channel, row.objected_at, row.objection or "person"))
        if row.sms_objected_at:
            found.append(ObjectionRow(*of, "sms", row.sms_objected_at, row.sms_objection or "person"))
    return sorted(found, key=lambda each: each.since, reverse=True)


def address_named(actor: Actor, customer_id: int, written: str) -> AddressCard:
    """Return the address of a customer that is written this way, or another."""
    file = customer(actor, customer_id)
    cards = [address for card in contacts(actor, file.id, with_left=True) for address in card.addresses]
    found = next((card for card in cards if card.address == written_as(card.channel, written)), None)
    if found is None:
        raise NoSuchAddress(address=written, known=", ".join(card.address for card in cards) or "–")
    return found


def written_as(channel: str, address: str) -> str:
    try:
        return normalised_address(channel, address)
    except AddressUnusable:
        return address
