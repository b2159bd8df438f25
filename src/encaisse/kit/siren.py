"""The numbers that identify a company and its bank: SIREN, SIRET, VAT number, IBAN. Thin wrappers, pure."""

from typing import TYPE_CHECKING

from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError
from stdnum.fr import siren as fr_siren
from stdnum.fr import siret as fr_siret

from encaisse.kit.refusals import Refusal, gettext_noop

if TYPE_CHECKING:
    from schwifty import IBAN


class NotASiren(Refusal):
    sentence = gettext_noop("“%(number)s” is not a SIREN: nine digits with a valid control digit are expected. Check it.")


class NotASiret(Refusal):
    sentence = gettext_noop("“%(number)s” is not a SIRET: fourteen digits with a valid control digit are expected. Check it.")


class NotAVatNumber(Refusal):
    sentence = gettext_noop("“%(number)s” is not a VAT number of the EU. Write it with its country code, such as FR83404833048.")


class NotAnIban(Refusal):
    sentence = gettext_noop("“%(number)s” is not an IBAN: its length or its control digits are wrong. Copy it again from the bank details.")


def normalised_siren(number: str) -> str:
    """Return the nine digits of a SIREN; refuse anything else."""
    try:
        return fr_siren.validate(number)
    except ValidationError:
        raise NotASiren(number=number) from None


def normalised_siret(number: str) -> str:
    """Return the fourteen digits of a SIRET; refuse anything else. The offices of La Poste have their own control rule."""
    try:
        return fr_siret.validate(number)
    except ValidationError:
        raise NotASiret(number=number) from None


def is_siren(number: str) -> bool:
    return bool(fr_siren.is_valid(number))


def is_siret(number: str) -> bool:
    return bool(fr_siret.is_valid(number))


def siren_of_siret(siret: str) -> str:
    return normalised_siret(siret)[:9]


def siren_written(siren: str) -> str:
    """Write a SIREN as on paper: 303 265 045."""
    number = normalised_siren(siren)
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def vat_number_of(siren: str) -> str:
    """Return the French VAT number that belongs to a SIREN."""
    return "FR" + str(fr_siren.to_tva(normalised_siren(siren))).replace(" ", "")


def normalised_vat_number(number: str) -> str:
    """Return a European VAT number with its country code and without separators; refuse anything else."""
    try:
        return eu_vat.validate(number)
    except ValidationError:
        raise NotAVatNumber(number=number) from None


def read_iban(number: str) -> "IBAN":
    """Return an IBAN not yet validated; the library reads the countries' formats, so only who handles an IBAN waits for it."""
    from schwifty import IBAN  # noqa: PLC0415 - as said above

    return IBAN(number, allow_invalid=True)


def normalised_iban(number: str) -> str:
    """Return an IBAN in capitals without spaces; refuse a wrong length or wrong control digits, the bank's own included."""
    iban = read_iban(number)
    try:
        iban.validate(validate_bban=True)
    except ValueError:  # what schwifty raises is one
        raise NotAnIban(number=masked_iban(number)) from None
    return str(iban)


def is_iban(number: str) -> bool:
    return bool(read_iban(number).is_valid)


def masked_iban(iban: str) -> str:
    """Show the country, the control digits and the last four characters, never the rest: “FR76 •••• 0189”."""
    compact = "".join(iban.split()).upper()
    hidden = 12  # shorter than the shortest IBAN: nothing of a stray number is shown
    return f"{compact[:4]} •••• {compact[-4:]}" if len(compact) > hidden else "••••"


def bic_of(iban: str) -> str | None:
    """Return the BIC of an IBAN's bank, when it is known."""
    bic = read_iban(iban).bic
    return str(bic) if bic else None
