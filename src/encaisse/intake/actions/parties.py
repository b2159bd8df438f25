"""Whose row is it: customers found by code, by name where the list has no codes, or made."""

import re
from collections.abc import Iterable, Sequence

from encaisse.customers import actions as customers
from encaisse.customers import queries as known
from encaisse.customers.rules import NewCustomer
from encaisse.intake.rules.fec_header import folded
from encaisse.intake.rules.rows import Read
from encaisse.kit.actor import Actor


def code_of(row: Read) -> str:
    """Return the customer's code; a list without codes has its names stand for them."""
    return row.text("code") or re.sub(r"\s+", " ", row.text("name")).strip()[:40].upper()


def customers_of(actor: Actor, creditor_id: int, rows: Sequence[Read], *, make: bool) -> dict[str, int]:
    """Return the customer ids of the rows, by code; make those not known yet when the list may."""
    codes = {code_of(row) for row in rows}
    found = known.customer_ids_by_code(actor, creditor_id, codes)
    missing = [row for row in rows if code_of(row) not in found]
    if make and missing:
        found = {**found, **customers.create_customers(actor, creditor_id, new_customers(missing))}
    return found


def new_customers(rows: Iterable[Read]) -> list[NewCustomer]:
    by_code = {code_of(row): row for row in reversed(list(rows))}
    return [new_customer(code, row) for code, row in by_code.items()]


def new_customer(code: str, row: Read) -> NewCustomer:
    """Return a customer with the number that tells its company: a SIREN, or the SIRET of an establishment."""
    digits = re.sub(r"\D", "", row.text("siren"))
    siret = digits if len(digits) == SIRET_LENGTH else ""
    return NewCustomer(code=code, name=row.text("name") or code, kind=kind_of(row), siren=digits[:9], siret=siret)


SIRET_LENGTH = 14
KINDS = {
    "particulier": "consumer", "consommateur": "consumer", "consumer": "consumer", "personne": "consumer", "public": "public_body",
    "organismepublic": "public_body", "collectivite": "public_body", "administration": "public_body", "publicbody": "public_body",
    "groupe": "affiliate", "filiale": "affiliate", "affiliate": "affiliate", "salarie": "employee", "employee": "employee",
    "divers": "miscellaneous", "miscellaneous": "miscellaneous",
}  # fmt: skip
COLLECTIVE = ("divers", "clientsdivers", "clientdivers", "comptoir", "clientcomptoir", "passage", "clientdepassage")


def kind_of(row: Read) -> str:
    if folded(row.text("name")) in COLLECTIVE:
        return "miscellaneous"
    return KINDS.get(folded(row.text("customer_kind")), "business")
