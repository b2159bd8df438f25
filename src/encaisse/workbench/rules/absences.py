"""A stand-in: who they are by what is written of them, and whether writing to them is safe to propose."""

from encaisse.customers.rules import NewContact
from encaisse.kit.phones import is_mobile, is_phone
from encaisse.workbench.rules.replies import address_in

EDGES = " <>,;:-–()"


def stand_in_contact(words: str) -> NewContact | None:
    """Return the contact that « Paul Martin paul@client.fr » makes, with an address or a number; None when neither is there."""
    if address := address_in(words):
        place = words.lower().index(address)
        name = (words[:place] + words[place + len(address) :]).strip(EDGES)
        return NewContact(name=name or address.partition("@")[0], emails=(address,))
    for place in (place for place, letter in enumerate(words) if letter.isdigit() or letter == "+"):
        number = words[place:].strip(EDGES)
        if is_phone(number):
            name = words[:place].strip(EDGES)
            return (
                NewContact(name=name or number, mobiles=(number,))
                if is_mobile(number)
                else NewContact(name=name or number, phones=(number,))
            )
    return None


def is_of_the_same_house(address: str, other: str) -> bool:
    """Say whether two addresses are of one domain: a stand-in elsewhere is looked at twice before they read what is owed."""
    domain = address.rpartition("@")[2].lower()
    return bool(domain) and domain == other.rpartition("@")[2].lower()
