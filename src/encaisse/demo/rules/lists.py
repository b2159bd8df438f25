"""The lists beside the ledger: customers, contacts, and the open items of the customer who pays in dollars."""

from collections.abc import Iterable, Iterator
from datetime import date

from encaisse.demo.rules.customers import MadeContact, MadeCustomer
from encaisse.demo.rules.stories import Piece

SEGMENT_WORDS = {
    "KEY_ACCOUNT": "Grand compte", "STRATEGIC": "Stratégique", "SME": "PME", "SMALL": "TPE", "CONSUMER": "Particulier",
    "PUBLIC": "Public",
    "CLOSE_FOLLOW_UP": "Suivi renforcé",
}  # fmt: skip
KIND_WORDS = {"consumer": "Particulier", "public_body": "Organisme public", "affiliate": "Groupe", "employee": "Salarié"}
CUSTOMER_TITLES = (
    "Code client", "Raison sociale", "SIRET", "Conditions de règlement", "Segment", "Type client", "Adresse", "Code postal", "Ville",
    "Pays",
)  # fmt: skip
CONTACT_TITLES = ("Code client", "Nom", "Prénom", "Fonction", "E-mail", "Téléphone", "Portable", "Adresse", "Code postal", "Ville")
DOLLAR_TITLES = ("Code client", "N° facture", "Date facture", "Échéance", "Montant", "Solde", "Devise")


def line(cells: Iterable[str]) -> str:
    return ";".join(cells) + "\r\n"


def customer_list(customers: Iterable[MadeCustomer]) -> Iterator[str]:
    yield line(CUSTOMER_TITLES)
    for each in customers:
        kind = KIND_WORDS.get(each.kind, "Entreprise")
        yield line(
            (
                each.code,
                each.name,
                each.siret,
                each.terms,
                SEGMENT_WORDS[each.segment],
                kind,
                each.street,
                each.postcode,
                each.city,
                "France",
            )
        )


def contact_list(customers: Iterable[MadeCustomer]) -> Iterator[str]:
    yield line(CONTACT_TITLES)
    for customer in customers:
        for contact in customer.contacts:
            yield line(contact_cells(customer, contact))


def contact_cells(customer: MadeCustomer, contact: MadeContact) -> tuple[str, ...]:
    post = (customer.street, customer.postcode, customer.city) if contact.has_post else ("", "", "")
    return (customer.code, contact.name, contact.first_name, contact.duty, contact.email, contact.phone, contact.mobile, *post)


def dollar_list(pieces: Iterable[Piece], *, until: date) -> Iterator[str]:
    """Yield what is open in dollars on a day, under a line that says which day it is."""
    yield line([f"Situation des ventes export au {until:%d/%m/%Y}"])
    yield line(DOLLAR_TITLES)
    for piece in pieces:
        if piece.on <= until and not (piece.letter and piece.letter.closed_on <= until):
            amount = f"{piece.cents / 100:.2f}".replace(".", ",")
            yield line((piece.customer.code, piece.number, f"{piece.on:%d/%m/%Y}", f"{piece.due_on:%d/%m/%Y}", amount, amount, "USD"))
