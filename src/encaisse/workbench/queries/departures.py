"""Who seems to have left a customer, by what their mails say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from encaisse.customers import queries as customers
from encaisse.customers.queries import ContactCard
from encaisse.customers.rules import NewContact
from encaisse.kit.actor import Actor
from encaisse.messages import queries as messages
from encaisse.messages.queries import Departure, IncomingRow
from encaisse.workbench.queries.absences import newcomer_of
from encaisse.workbench.rules.absences import is_of_the_same_house


@dataclass(frozen=True, slots=True)
class ProposedDeparture:
    """A departure to confirm: whose, by which mail, and who is named in their place when that is nobody we know."""

    mail_id: int
    customer_id: int
    customer_name: str
    contact_ids: tuple[int, ...]
    who: str
    sender: str
    words: str
    successor: str
    newcomer: NewContact | None
    is_of_the_house: bool


def proposed_departures(actor: Actor, *, on: date, customer_id: int | None = None) -> list[ProposedDeparture]:
    """Return the departures announced that nobody has noted, of one customer or of all in scope."""
    found = messages.announced_departures(actor, on=on, customer_id=customer_id)
    ids = {each.mail.customer_id for each in found if each.mail.customer_id}
    known = customers.known_contacts(actor, ids, with_left=True) if ids else {}
    proposals = ((each, known.get(each.mail.customer_id or 0, [])) for each in found)
    return [proposed(each, cards) for each, cards in proposals if not has_left_already(each.mail, cards)]


def departure_of(actor: Actor, mail: IncomingRow, *, on: date) -> ProposedDeparture | None:
    """Return the departure that one mail announces, when it is still to be noted."""
    found = proposed_departures(actor, on=on, customer_id=mail.customer_id) if mail.customer_id and mail.closed_at is None else ()
    return next((each for each in found if each.mail_id == mail.id), None)


def has_left_already(mail: IncomingRow, cards: Sequence[ContactCard]) -> bool:
    """Tell whether whoever is reached there was said to have left, and nobody else is reached there."""
    writers = [card for card in cards if card.is_at("email", mail.sender)]
    return bool(writers) and all(card.left_on is not None for card in writers)


def proposed(found: Departure, cards: Sequence[ContactCard]) -> ProposedDeparture:
    mail, told = found.mail, found.told
    assert mail.customer_id is not None  # noqa: S101 - only filed mails are announced
    there = [card for card in cards if card.left_on is None]
    writers = [card for card in there if card.is_at("email", mail.sender)]
    named = next((f"{card.first_name} {card.name}".strip() for card in writers if card.name), "")
    return ProposedDeparture(
        mail_id=mail.id, customer_id=mail.customer_id, customer_name=mail.customer_name, contact_ids=tuple(card.id for card in writers),
        who=named or mail.sender_name or mail.sender, sender=mail.sender, words=told.words, successor=told.successor,
        newcomer=newcomer_of(told.successor, there), is_of_the_house=is_of_the_same_house(told.successor_address, mail.sender),
    )  # fmt: skip
