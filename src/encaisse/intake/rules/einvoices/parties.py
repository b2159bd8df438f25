"""The numbers of a company, wherever the producer put them: a SIREN slot may hold a SIRET, a French VAT number holds a SIREN."""

import re
from collections.abc import Iterable

from encaisse.intake.rules.einvoices.values import EParty

SIREN, SIRET = 9, 14
LEGAL, ESTABLISHMENT, FRENCH_ADDRESS = "0002", "0009", "0225"


def numbers_of(identifiers: Iterable[tuple[str, str]], vat_number: str) -> tuple[str, str]:
    """Return SIREN and SIRET from identifiers (scheme, number) and, failing them, from the VAT number."""
    siren = siret = ""
    for scheme, written in identifiers:
        digits = re.sub(r"\D", "", written.split("_")[0])
        if scheme not in {LEGAL, ESTABLISHMENT, FRENCH_ADDRESS}:
            continue
        if len(digits) == SIRET:
            siret = siret or digits
        elif len(digits) == SIREN:
            siren = siren or digits
    compact = compact_vat(vat_number)
    if not siren and siret:
        siren = siret[:SIREN]
    if not siren and re.fullmatch(r"FR[0-9A-Z]{2}\d{9}", compact):
        siren = compact[4:]
    return siren, siret if siret.startswith(siren) else ""


def compact_vat(written: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", written.upper())


def party(name: str, code: str, identifiers: Iterable[tuple[str, str]], vat_number: str, address: tuple[str, str, str, str]) -> EParty:
    siren, siret = numbers_of(identifiers, vat_number)
    street, postcode, city, country = address
    return EParty(name, code, siren, siret, compact_vat(vat_number), street, postcode, city, country or "FR")
