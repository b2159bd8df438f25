"""Contacts with the health of their addresses, and the best address of a channel."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from encaisse.customers.models import Address, Contact, Customer
from encaisse.customers.queries.scope import in_scope
from encaisse.customers.rules import normalised_address
from encaisse.customers.rules.objections import uses_of
from encaisse.customers.rules.reach import DUTY_ORDER, reach_order
from encaisse.db.clock import today
from encaisse.db.columns import digest
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound


@dataclass(frozen=True, slots=True)
class AddressCard:
    id: int
    contact_id: int
    customer_id: int
    channel: str
    address: str
    digest: bytes
    health: str
    health_since: date | None
    health_reason: str
    objected_at: datetime | None
    objection: str = ""
    sms_objected_at: datetime | None = None
    sms_objection: str = ""

    @property
    def is_usable(self) -> bool:
        """Tell whether it is reached by its own channel: a mobile, by calls."""
        return self.channel in self.uses

    @property
    def takes_sms(self) -> bool:
        return "sms" in self.uses

    @property
    def uses(self) -> tuple[str, ...]:
        """Return by what it may be reached."""
        objects, objects_to_sms = self.objected_at is not None, self.sms_objected_at is not None
        return () if self.health == "dead" else uses_of(self.channel, objects=objects, objects_to_sms=objects_to_sms)


@dataclass(frozen=True, slots=True)
class ContactCard:
    id: int
    customer_id: int
    duty: str
    name: str
    first_name: str
    salutation: str
    language: str
    preferred_channel: str
    is_main: bool
    left_on: date | None
    addresses: tuple[AddressCard, ...]
    back_on: date | None = None
    stand_in: str = ""

    def is_away(self, on: date) -> bool:
        return self.back_on is not None and on < self.back_on

    def is_at(self, channel: str, address: str) -> bool:
        """Tell whether an address is theirs, however its capitals are written."""
        return any(each.channel == channel and each.address.lower() == address.lower() for each in self.addresses)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a channel reaches at a customer's, and where."""

    contact: ContactCard
    address: AddressCard


def digest_of(channel: str, address: str) -> bytes:
    """Return the keyed digest that recognises an address, whatever its channel's writing."""
    return digest(normalised_address(channel, address), purpose=f"customers.{'phone' if channel in PHONES else channel}")


# One number is one address, whether it is called, texted or faxed.
PHONES = frozenset({"phone", "mobile", "fax"})


def contacts(actor: Actor, customer_id: int, *, with_left: bool = False) -> list[ContactCard]:
    """Return the contacts of a customer, the main one first."""
    condition = Q() if with_left else Q(left_on__isnull=True)
    return contacts_where(actor, condition & Q(customer_id=customer_id))


def contacts_where(actor: Actor, condition: Q) -> list[ContactCard]:
    seen = Customer.objects.filter(in_scope(actor))
    found = list(Contact.objects.filter(condition, customer__in=seen))
    addresses = addresses_of([contact.pk for contact in found])
    cards = [card(contact, addresses[contact.pk]) for contact in found]
    return sorted(cards, key=lambda each: (not each.is_main, DUTY_ORDER.index(each.duty), each.name, each.id))


def addresses_of(contact_ids: list[int]) -> dict[int, list[AddressCard]]:
    found: dict[int, list[AddressCard]] = defaultdict(list)
    for row in Address.objects.filter(contact_id__in=contact_ids).order_by("channel", "id"):
        found[row.contact_id].append(
            AddressCard(
                row.pk, row.contact_id, row.customer_id, row.channel, row.address, bytes(row.address_digest),
                row.health, row.health_since, row.health_reason, row.objected_at, row.objection, row.sms_objected_at, row.sms_objection,
            )
        )  # fmt: skip
    return found


def card(contact: Contact, addresses: Iterable[AddressCard]) -> ContactCard:
    return ContactCard(
        contact.pk, contact.customer_id, contact.duty, contact.name, contact.first_name, contact.salutation, contact.language,
        contact.preferred_channel, contact.is_main, contact.left_on, tuple(addresses), contact.back_on, contact.stand_in,
    )  # fmt: skip


def best_address(actor: Actor, customer_id: int, channel: str, *, on: date | None = None) -> Reach | None:
    return best_addresses(actor, [customer_id], [channel], on=on).get((customer_id, channel))


def best_addresses(
    actor: Actor, customer_ids: Iterable[int], channels: Iterable[str], *, on: date | None = None
) -> dict[tuple[int, str], Reach]:
    """Return whom to reach by channel on a day (today): those away last, else the first of the order of reach.

    Never a dead address, nor one to whose use the person objected. « sms » is a mobile that takes SMS, « mobile » one that is called.
    """
    wanted, day = tuple(channels), on or today()
    best: dict[tuple[int, str], Reach] = {}
    found = contacts_where(actor, Q(customer_id__in=list(customer_ids), left_on__isnull=True))
    reaches = [(use, Reach(contact, address)) for contact in found for address in reached(contact) for use in address.uses if use in wanted]
    for use, each in sorted(reaches, key=lambda pair: (pair[1].contact.is_away(day), *reach_order(pair[1].contact, pair[1].address))):
        best.setdefault((each.contact.customer_id, use), each)
    return best


def number_to_call(actor: Actor, customer_id: int, *, on: date | None = None) -> Reach | None:
    """Return the number a call rings at: the fixed line first."""
    return numbers_to_call(actor, [customer_id], on=on).get(customer_id)


def numbers_to_call(actor: Actor, customer_ids: Iterable[int], *, on: date | None = None) -> dict[int, Reach]:
    """Return the number a call to each customer rings at: the fixed line first."""
    wanted = list(customer_ids)
    found = best_addresses(actor, wanted, ["phone", "mobile"], on=on)
    rung = {pk: found.get((pk, "phone")) or found.get((pk, "mobile")) for pk in wanted}
    return {pk: reach for pk, reach in rung.items() if reach}


def contacts_of_address(actor: Actor, customer_id: int, channel: str, address: str) -> list[ContactCard]:
    """Return the contacts of a customer who are reached at an address."""
    return [card for card in contacts_where(actor, Q(customer_id=customer_id, left_on__isnull=True)) if card.is_at(channel, address)]


def postal_addresses_like(actor: Actor, customer_id: int, recipient: str) -> list[int]:
    """Return the postal addresses of a customer that are the one on an envelope."""
    lines = {line.strip().casefold() for line in recipient.splitlines() if line.strip()}
    cards = contacts_where(actor, Q(customer_id=customer_id))
    addresses = [address for card in cards for address in card.addresses if address.channel == "postal"]
    return [each.id for each in addresses if {line.strip().casefold() for line in each.address.splitlines() if line.strip()} <= lines]


def reached(contact: ContactCard) -> list[AddressCard]:
    return [address for address in contact.addresses if address.uses]


def contact_in_scope(actor: Actor, contact_id: int) -> Contact:
    """Return a contact that the actor may edit, locked."""
    seen = Customer.objects.filter(in_scope(actor, Permission.CUSTOMER_EDIT_CONTACT))
    contact = Contact.objects.select_for_update(of=("self",)).filter(pk=contact_id, customer__in=seen).first()
    if contact is None:
        raise NotFound(what="contact")
    return contact


def address_in_scope(actor: Actor, address_id: int, permission: Permission = Permission.CUSTOMER_EDIT_CONTACT) -> Address:
    """Return an address that the actor may edit, locked."""
    seen = Customer.objects.filter(in_scope(actor, permission)).values("pk")
    address = Address.objects.select_for_update(of=("self",)).filter(pk=address_id, customer_id__in=seen).first()
    if address is None:
        raise NotFound(what="address")
    return address


def known_contacts(actor: Actor, customer_ids: Iterable[int], *, with_left: bool = False) -> dict[int, list[ContactCard]]:
    """Return the contacts still there of some customers."""
    found: dict[int, list[ContactCard]] = defaultdict(list)
    condition = Q() if with_left else Q(left_on__isnull=True)
    for contact in contacts_where(actor, condition & Q(customer_id__in=list(customer_ids))):
        found[contact.customer_id].append(contact)
    return found
