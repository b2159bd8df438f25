"""Whose invoice is it: the customer known by SIRET, SIREN, VAT number or code, else by the very same document, else a new one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from encaisse.intake.rules.einvoices.values import EParty


class Numbered(Protocol):
    """A customer and the numbers that tell it."""

    @property
    def id(self) -> int: ...
    @property
    def siren(self) -> str: ...
    @property
    def siret(self) -> str: ...
    @property
    def vat_number(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Recognised:
    """The customers that a buyer may be, and by what."""

    by: str  # siret | siren | vat | code | ""
    customer_ids: tuple[int, ...]


def recognised(buyer: EParty, customers: Sequence[Numbered], by_code: Mapping[str, int]) -> Recognised:
    """Return whom the numbers of a buyer name: the narrowest number first."""
    ways: tuple[tuple[str, Iterable[int]], ...] = (
        ("siret", (each.id for each in customers if buyer.siret and each.siret == buyer.siret)),
        ("siren", (each.id for each in customers if buyer.siren and each.siren == buyer.siren)),
        ("vat", (each.id for each in customers if buyer.vat_number and each.vat_number == buyer.vat_number)),
        ("code", (by_code[code] for code in (buyer.code, code_for(buyer)) if code in by_code)),
    )
    for by, ids in ways:
        if found := tuple(dict.fromkeys(ids)):
            return Recognised(by, found)
    return Recognised("", ())


def code_for(buyer: EParty) -> str:
    """Return the code a new customer of this buyer bears: the seller's own, else its SIREN, its VAT number, its name."""
    return (buyer.code or buyer.siren or buyer.vat_number or " ".join(buyer.name.split()).upper() or "?")[:40]
