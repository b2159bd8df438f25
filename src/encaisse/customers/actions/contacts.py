"""Contacts and their addresses: kept in one writing, with their health."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from encaisse.customers import queries, rules
from encaisse.customers.actions.audit import tell, tell_many
from encaisse.customers.models import Address, Contact, Customer, Health
from encaisse.customers.rules import NewContact
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.folding import folded

EDITABLE = ("duty", "name", "first_name", "salutation", "language", "preferred_channel", "is_main")


@transaction.atomic
def add_contact(actor: Actor, customer_id: int, new: NewContact) -> int:
    customer = queries.locked_customer(actor, customer_id, Permission.CUSTOMER_EDIT_CONTACT)
    contact = create_contact(customer, new)
    tell(actor, "add_contact", contact)
    return contact.pk


@transaction.atomic
def add_contacts(actor: Actor, creditor_id: int, contacts: Iterable[tuple[int, NewContact]]) -> int:
    """Add contacts in bulk; one already known by its name or an address is completed, not doubled. Return how many changed something."""
    condition = queries.in_scope(actor, Permission.IMPORT_RUN)
    given = list(contacts)
    customers = Customer.objects.filter(condition, creditor_id=creditor_id).in_bulk({customer_id for customer_id, _ in given})
    changed: list[int] = []
    for turn in turns(each for each in given if each[0] in customers):
        changed += take_turn(actor, customers, turn)
    if changed:
        tell_many(actor, "add_contacts", creditor_id, sorted(set(changed)), change={"contacts": len(changed)})
    return len(changed)


def turns(given: Iterable[tuple[int, NewContact]]) -> Iterator[dict[int, NewContact]]:
    """Deal contacts out so that a turn holds one of each customer: the next turn sees what it made."""
    waiting: dict[int, list[NewContact]] = defaultdict(list)
    for customer_id, new in given:
        waiting[customer_id].append(new)
    for place in range(max(map(len, waiting.values()), default=0)):
        yield {customer_id: news[place] for customer_id, news in waiting.items() if place < len(news)}


def take_turn(actor: Actor, customers: Mapping[int, Customer], turn: Mapping[int, NewContact]) -> list[int]:
    """Complete the contacts that are already there, create the others; return whose contacts changed."""
    known = queries.known_contacts(actor, turn)
    fresh: list[tuple[Customer, NewContact]] = []
    missing: list[Address] = []
    for customer_id, new in turn.items():
        digests = {queries.digest_of(channel, address): (channel, address) for channel, address in new.addresses()}
        there = next((card for card in known.get(customer_id, ()) if is_same(card, new, set(digests))), None)
        if there is None:
            fresh.append((customers[customer_id], new))
            continue
        held = {address.digest for address in there.addresses}
        missing += [address_row(customers[customer_id], there.id, *found) for digest, found in digests.items() if digest not in held]
    create_contacts(fresh, known)
    Address.objects.bulk_create(missing)
    return [customer.pk for customer, _ in fresh] + sorted({row.customer_id for row in missing})


def create_contacts(fresh: Sequence[tuple[Customer, NewContact]], known: Mapping[int, Sequence[queries.ContactCard]]) -> None:
    """Create one contact of each customer, in two statements; the first one of a customer is its main one."""
    replaced = [customer.pk for customer, new in fresh if new.is_main]
    Contact.objects.filter(customer_id__in=replaced, is_main=True, left_on__isnull=True).update(is_main=False)
    made = Contact.objects.bulk_create(
        contact_row(customer, new, is_main=new.is_main or not any(card.is_main for card in known.get(customer.pk, ())))
        for customer, new in fresh
    )
    pairs = zip(made, fresh, strict=True)
    Address.objects.bulk_create(row for contact, (customer, new) in pairs for row in address_rows(customer, contact.pk, new))


def is_same(card: queries.ContactCard, new: NewContact, digests: set[bytes]) -> bool:
    if new.name and folded(f"{new.first_name} {new.name}") == folded(f"{card.first_name} {card.name}"):
        return True
    shares_an_address = any(address.digest in digests for address in card.addresses)
    return shares_an_address and (not new.name or not card.name)


def create_contact(customer: Customer, new: NewContact) -> Contact:
    others = Contact.objects.filter(customer=customer, is_main=True, left_on__isnull=True)
    is_main = new.is_main or not others.exists()
    if is_main:
        others.update(is_main=False)
    contact = contact_row(customer, new, is_main=is_main)
    contact.save()
    Address.objects.bulk_create(address_rows(customer, contact.pk, new))
    return contact


def contact_row(customer: Customer, new: NewContact, *, is_main: bool) -> Contact:
    values = {name: getattr(new, name) for name in EDITABLE if name != "is_main"}
    return Contact(customer=customer, creditor_id=customer.creditor_id, is_main=is_main, **values)


def address_rows(customer: Customer, contact_id: int, new: NewContact) -> list[Address]:
    """Return the addresses of a new contact, each once."""
    unique = {(channel, queries.digest_of(channel, address)): address for channel, address in new.addresses()}
    return [address_row(customer, contact_id, channel, address) for (channel, _), address in unique.items()]


def address_row(customer: Customer, contact_id: int, channel: str, address: str) -> Address:
    return Address(
        contact_id=contact_id, customer_id=customer.pk, creditor_id=customer.creditor_id, channel=channel,
        address=rules.normalised_address(channel, address), address_digest=queries.digest_of(channel, address),
    )  # fmt: skip


@transaction.atomic
def update_contact(actor: Actor, contact_id: int, **values: Any) -> None:
    contact = queries.contact_in_scope(actor, contact_id)
    if unknown := values.keys() - set(EDITABLE):
        raise rules.CannotChange(names=", ".join(sorted(unknown)), known=", ".join(EDITABLE))
    if values.get("is_main"):
        Contact.objects.filter(customer_id=contact.customer_id, is_main=True).exclude(pk=contact_id).update(is_main=False)
    Contact.objects.filter(pk=contact_id).update(**values)
    tell(actor, "update_contact", contact, change={"fields": sorted(values)})


@transaction.atomic
def contact_left(actor: Actor, contact_id: int, *, on: date) -> None:
    """Note that a contact has left; what was sent to them stays readable."""
    contact = queries.contact_in_scope(actor, contact_id)
    Contact.objects.filter(pk=contact_id).update(left_on=on, is_main=False)
    tell(actor, "contact_left", contact, change={"on": on})


@transaction.atomic
def contact_away(actor: Actor, contact_id: int, *, back_on: date, on: date, stand_in: str = "") -> None:
    """Note that a contact is away until a day; what we write goes to another one meanwhile, or waits a little."""
    contact = queries.contact_in_scope(actor, contact_id)
    rules.check_absence(back_on, on=on)
    Contact.objects.filter(pk=contact_id).update(back_on=back_on, away_noted_on=on, stand_in=stand_in.strip()[:200])
    tell(actor, "contact_away", contact, change={"back_on": back_on, "stand_in": stand_in})


@transaction.atomic
def contact_back(actor: Actor, contact_id: int) -> None:
    """Note that a contact is there again, before the day they had said."""
    contact = queries.contact_in_scope(actor, contact_id)
    Contact.objects.filter(pk=contact_id).update(back_on=None, away_noted_on=None, stand_in="")
    tell(actor, "contact_back", contact)


@transaction.atomic
def add_address(actor: Actor, contact_id: int, *, channel: str, address: str) -> int:
    contact = queries.contact_in_scope(actor, contact_id)
    row = address_row(contact.customer, contact_id, channel, address)
    kept, _ = Address.objects.get_or_create(
        customer_id=row.customer_id, contact_id=contact_id, channel=channel, address_digest=row.address_digest,
        defaults={"creditor_id": row.creditor_id, "address": row.address},
    )  # fmt: skip
    tell(actor, "add_address", kept, change={"channel": channel})
    return kept.pk


@transaction.atomic
def replace_address(actor: Actor, address_id: int, address: str) -> int:
    """Put a new address in the place of one that no longer reaches; its health starts anew."""
    old = queries.address_in_scope(actor, address_id)
    new_id = add_address(actor, old.contact_id, channel=old.channel, address=address)
    if new_id != old.pk:
        Address.objects.filter(pk=old.pk).delete()
        tell(actor, "replace_address", old, change={"channel": old.channel, "by": new_id})
    return new_id


@transaction.atomic
def remove_address(actor: Actor, address_id: int) -> None:
    address = queries.address_in_scope(actor, address_id)
    Address.objects.filter(pk=address_id).delete()
    tell(actor, "remove_address", address, change={"channel": address.channel})


@transaction.atomic
def set_health(actor: Actor, address_id: int, *, health: str, on: date, reason: str = "") -> None:
    """Say whether an address still reaches: a bounce, a wrong number, a returned letter, an answer."""
    address = queries.address_in_scope(actor, address_id, Permission.CUSTOMER_VIEW)
    if address.health == Health(health):
        return
    Address.objects.filter(pk=address_id).update(health=health, health_since=on, health_reason=reason[:120])
    tell(actor, "set_health", address, change={"from": address.health, "to": health, "reason": reason})
