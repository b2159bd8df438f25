"""The customers of structured invoices: recognised, or made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from encaisse.customers import actions as customers
from encaisse.customers import queries as known_customers
from encaisse.customers.rules import NewCustomer
from encaisse.intake.rules.einvoices import EInvoice, EParty
from encaisse.intake.rules.einvoices.buyers import code_for, recognised
from encaisse.intake.rules.einvoices.matching import Known, same_document
from encaisse.kit.actor import Actor

Said = tuple[tuple[str, dict[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose invoice it is, and what is to be said of how that was found."""

    customer_id: int
    findings: Said = ()


def owners_of(actor: Actor, creditor_id: int, invoices: Sequence[EInvoice], known: Sequence[Known]) -> list[Owner]:
    """Return the customer of each invoice; those nobody knows are made, once for all their invoices."""
    buyers = [invoice.buyer for invoice in invoices]
    numbered = known_customers.customers_by_numbers(
        actor, creditor_id, sirens={each.siren for each in buyers}, sirets={each.siret for each in buyers},
        vat_numbers={each.vat_number for each in buyers},
    )  # fmt: skip
    codes = {code for each in buyers for code in (each.code, code_for(each)) if code}
    by_code = known_customers.customer_ids_by_code(actor, creditor_id, codes)
    owners = [owner_of(invoice, recognised(invoice.buyer, numbered, by_code).customer_ids, known) for invoice in invoices]
    missing = {code_for(invoice.buyer): invoice.buyer for invoice, owner in zip(invoices, owners, strict=True) if owner is None}
    made = customers.create_customers(actor, creditor_id, [new_customer(code, buyer) for code, buyer in missing.items()]) if missing else {}
    return [owner or new_owner(invoice.buyer, made) for invoice, owner in zip(invoices, owners, strict=True)]


def owner_of(invoice: EInvoice, ids: Sequence[int], known: Sequence[Known]) -> Owner | None:
    """Choose among the customers of one company the one whose document this is; without a number, the document alone may tell."""
    if len(ids) == 1:
        return Owner(ids[0])
    if ids:
        same = [
            each.customer_id for each in known if each.customer_id in ids and same_document(invoice, [each], customer_id=each.customer_id)
        ]
        chosen = same[0] if same else ids[0]
        return Owner(chosen, () if same else (("several_customers", {"name": invoice.buyer.name, "count": len(ids)}),))
    same_elsewhere = same_document(invoice, known, customer_id=None)
    if same_elsewhere is None:
        return None
    return Owner(same_elsewhere.customer_id, (("customer_by_document", {"name": invoice.buyer.name, "number": invoice.number}),))


def new_owner(buyer: EParty, made: dict[str, int]) -> Owner:
    code = code_for(buyer)
    return Owner(made[code], (("customer_made", {"name": buyer.name, "code": code}),))


def new_customer(code: str, buyer: EParty) -> NewCustomer:
    return NewCustomer(
        code=code, name=buyer.name or code, siren=buyer.siren, siret=buyer.siret, vat_number=buyer.vat_number[:16], street=buyer.street,
        postcode=buyer.postcode[:12], city=buyer.city[:80], country=buyer.country[:2], region=buyer.country[:2] or "FR",
        language="fr" if buyer.country in {"FR", "BE", "LU", "CH", "MC"} else "en",
    )  # fmt: skip
