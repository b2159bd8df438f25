"""What a message written by a person says of itself: whom it reaches, in whose name, about which items."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encaisse.creditors import queries as creditors
from encaisse.creditors.queries import CreditorCard
from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile, Reach
from encaisse.disputes import queries as disputes
from encaisse.dunning import queries as dunning
from encaisse.dunning.queries.composing import addressed, creditor_block, payees
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.money import Money
from encaisse.ledger import queries as ledger
from encaisse.ledger.queries import OpenItemRow
from encaisse.messages import queries as outbox
from encaisse.messages.rules import ItemRow, Language, MessageData, Payee, Section, SenderBlock
from encaisse.messages.rules.senders import from_name, signed_by
from encaisse.people import queries as people
from encaisse.workbench.rules.writing import kind_note

# The channel of a message → the channel of the address it goes to.
ADDRESS_OF = {"email": "email", "letter": "postal", "sms": "sms"}


@dataclass(frozen=True, slots=True)
class Writing:
    """A message about to be written: its values, where it goes, in whose name."""

    customer: CustomerFile
    creditor: CreditorCard
    reach: Reach | None
    content: MessageData
    sender_address: str

    @property
    def sender_name(self) -> str:
        return from_name(self.content.sender, self.creditor.short_name or self.creditor.name)


def language_of(customer: CustomerFile, reach: Reach | None = None) -> Language:
    spoken = (reach.contact.language if reach else "") or customer.language
    return "en" if spoken == "en" else "fr"


def writing(
    actor: Actor,
    customer: CustomerFile,
    *,
    reach: Reach | None,
    sections: Mapping[Section, tuple[ItemRow, ...]],
    on: date,
    language: Language,
) -> Writing:
    """Gather the values of a message to one customer."""
    creditor = creditors.creditor(actor, customer.creditor_id)
    sender = sender_of(actor, customer, creditor)
    customer_block, contact_block = addressed(actor, customer, reach, language)
    content = MessageData(
        language=language, today=on, creditor=creditor_block(actor, creditor), customer=customer_block, contact=contact_block,
        sender=sender, case_ref=customer.code, sections=sections,
    )  # fmt: skip
    return Writing(customer, creditor, reach, content, sender.email or creditor.email)


def sender_of(actor: Actor, customer: CustomerFile, creditor: CreditorCard) -> SenderBlock:
    """Return who signs: the person who writes, else the customer's collector, else the company."""
    user_id = actor.user_id or customer.collector_id
    person = people.people(actor, [user_id]).get(user_id) if user_id else None
    if person is None:
        return SenderBlock(creditor.name, "", creditor.phone, creditor.email)
    identity = outbox.senders_of_people(actor, [person.id]).get(person.id)
    return signed_by(person, identity, phone=creditor.phone, email=creditor.email)


def open_of(actor: Actor, customer: CustomerFile) -> list[OpenItemRow]:
    """Return what is open of a customer; of a payer, with what is open of those it pays for."""
    if customer.payer_id in {None, customer.id}:
        return ledger.open_items(actor, payer_id=customer.id)
    return ledger.open_items(actor, customer_id=customer.id)


def sections_of(actor: Actor, items: Iterable[OpenItemRow], *, on: date, language: Language) -> dict[Section, tuple[ItemRow, ...]]:
    """Sort open items as a customer reads them: overdue, credits, contested, not due yet; what a judgment stopped is not asked."""
    actor.must(Permission.INVOICE_VIEW)
    listed = list(items)
    contested = disputes.disputed_amounts(actor, [item.id for item in listed])
    stopped = dunning.stopped_items(actor, {item.customer_id for item in listed}, on=on)
    bought = payees(actor, {item.id for item in listed})
    found: dict[Section, list[ItemRow]] = {}
    for item in listed:
        if item.id in stopped and item.open_amount > 0:
            found.setdefault(Section.STOPPED, []).append(
                item_row(item, item.open_amount, on=on, language=language, factor=bought.get(item.id))
            )
            continue
        disputed = min(contested.get(item.id, Decimal()), item.open_amount) if item.open_amount > 0 else Decimal()
        if disputed:
            found.setdefault(Section.DISPUTED, []).append(item_row(item, disputed, on=on, language=language, factor=bought.get(item.id)))
        if left := item.open_amount - disputed:
            section = Section.CREDITS if left < 0 else Section.CLAIMED if item.due_date < on else Section.TO_COME
            found.setdefault(section, []).append(item_row(item, left, on=on, language=language, factor=bought.get(item.id)))
    return {section: tuple(found[section]) for section in Section if section in found}


def item_row(item: OpenItemRow, amount: Decimal, *, on: date, language: Language, factor: Payee | None = None) -> ItemRow:
    return ItemRow(
        reference=item.reference, due_on=item.due_date, open_amount=Money(amount, item.currency), amount=Money(item.amount, item.currency),
        issued_on=item.issued_on, days_late=max((on - item.due_date).days, 0) if amount > 0 else 0, order_reference=item.order_reference,
        note=kind_note(item.kind, is_partial=item.open_amount != item.amount, language=language),
        factor=factor,
    )  # fmt: skip


def reach_of(actor: Actor, customer_id: int, channel: str) -> Reach | None:
    """Return the best healthy address of a customer for a channel."""
    return customers.best_address(actor, customer_id, ADDRESS_OF[channel])
