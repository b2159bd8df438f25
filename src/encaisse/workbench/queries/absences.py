"""Who is away at customers', and who seems to be by what their mails say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from encaisse.customers import queries as customers
from encaisse.customers.queries import ContactCard
from encaisse.customers.rules import NewContact
from encaisse.kit.actor import Actor
from encaisse.messages import queries as messages
from encaisse.messages.queries import Announcement, IncomingRow
from encaisse.workbench.rules.absences import is_of_the_same_house, stand_in_contact


@dataclass(frozen=True, slots=True)
class ProposedAbsence:
    """An absence to confirm: whose, until when, by which mail, and who answers meanwhile when that is nobody we know."""

    mail_id: int
    customer_id: int
    customer_name: str
    contact_ids: tuple[int, ...]
    who: str
    sender: str
    back_on: date
    words: str
    stand_in: str
    newcomer: NewContact | None
    is_of_the_house: bool


def proposed_absences(actor: Actor, *, on: date, customer_id: int | None = None) -> list[ProposedAbsence]:
    """Return the absences announced that nobody has noted, of one customer or of all in scope."""
    found = messages.announced_absences(actor, on=on, customer_id=customer_id)
    known = customers.known_contacts(actor, {each.mail.customer_id for each in found if each.mail.customer_id})
    return [proposed(each, known[each.mail.customer_id or 0]) for each in found]


def proposed_by(actor: Actor, mail: IncomingRow, *, on: date) -> ProposedAbsence | None:
    """Return the absence that one mail announces, when it is still to be noted."""
    found = proposed_absences(actor, on=on, customer_id=mail.customer_id) if mail.customer_id and mail.closed_at is None else ()
    return next((each for each in found if each.mail_id == mail.id), None)


def proposed(told: Announcement, cards: Sequence[ContactCard]) -> ProposedAbsence:
    mail, absence = told.mail, told.absence
    assert mail.customer_id is not None  # noqa: S101 - only filed mails are announced
    assert absence.back_on is not None  # noqa: S101 - it holds
    writers = [card for card in cards if card.is_at("email", mail.sender)]
    named = next((f"{card.first_name} {card.name}".strip() for card in writers if card.name), "")
    return ProposedAbsence(
        mail_id=mail.id, customer_id=mail.customer_id, customer_name=mail.customer_name, contact_ids=tuple(card.id for card in writers),
        who=named or mail.sender_name or mail.sender, sender=mail.sender, back_on=absence.back_on, words=absence.words,
        stand_in=absence.stand_in, newcomer=newcomer_of(absence.stand_in, cards),
        is_of_the_house=is_of_the_same_house(absence.stand_in_address, mail.sender),
    )  # fmt: skip


def newcomer_of(stand_in: str, cards: Sequence[ContactCard]) -> NewContact | None:
    """Return the contact a stand-in would be, None when they are one already."""
    new = stand_in_contact(stand_in)
    if new is None:
        return None
    digests = {customers.digest_of(channel, address) for channel, address in new.addresses()}
    held = {address.digest for card in cards for address in card.addresses}
    return None if digests & held else new


def offered_stand_ins(actor: Actor, cards: Sequence[ContactCard], *, on: date) -> dict[int, NewContact]:  # noqa: ARG001 - of contacts just read in sight
    """Return, by contact away, the stand-in that could be made a contact."""
    found = {card.id: newcomer_of(card.stand_in, cards) for card in cards if card.is_away(on) and card.stand_in}
    return {contact_id: new for contact_id, new in found.items() if new is not None}
