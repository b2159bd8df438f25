"""What is written of a customer, and what is refused."""

from collections.abc import Iterator
from dataclasses import dataclass

from encaisse.kit.refusals import Refusal, gettext_noop


class CannotChange(Refusal):
    sentence = gettext_noop("“%(names)s” cannot be changed here. Change one of: %(known)s.")


class PayerElsewhere(Refusal):
    sentence = gettext_noop(
        "%(payer)s belongs to another creditor than %(customer)s. Choose a payer among the customers of the same creditor."
    )


class PayerPaysForNobodyElse(Refusal):
    sentence = gettext_noop(
        "%(payer)s does not pay for itself: %(its_payer)s pays for it. Choose %(its_payer)s, or let %(payer)s pay for itself first."
    )


@dataclass(frozen=True, slots=True)
class NewCustomer:
    code: str
    name: str
    kind: str = "business"
    siren: str = ""
    vat_number: str = ""
    segment: str = "SME"
    region: str = "FR"
    language: str = "fr"
    terms_code: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "FR"
    siret: str = ""
    service_code: str = ""
    collector_id: int | None = None
    salesperson_id: int | None = None

    @property
    def party_siren(self) -> str:
        return self.siren or self.siret[:9]

    @property
    def party_kind(self) -> str:
        return {"consumer": "person", "employee": "person", "public_body": "public_body"}.get(self.kind, "company")


@dataclass(frozen=True, slots=True)
class NewContact:
    name: str = ""
    first_name: str = ""
    salutation: str = ""
    duty: str = "accounts_payable"
    language: str = ""
    preferred_channel: str = ""
    is_main: bool = False
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    mobiles: tuple[str, ...] = ()
    postal: tuple[str, ...] = ()
    faxes: tuple[str, ...] = ()

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Yield each address with its channel."""
        told = {"email": self.emails, "phone": self.phones, "mobile": self.mobiles, "postal": self.postal, "fax": self.faxes}
        for channel, given in told.items():
            for address in given:
                yield channel, address


def check_payer(*, customer: str, creditor_id: int, payer: str, payer_creditor_id: int, payer_pays_itself: bool, its_payer: str) -> None:
    """Refuse a payer of another creditor, or one that another pays for: payers stand one level above, never more."""
    if creditor_id != payer_creditor_id:
        raise PayerElsewhere(payer=payer, customer=customer)
    if not payer_pays_itself:
        raise PayerPaysForNobodyElse(payer=payer, its_payer=its_payer)
