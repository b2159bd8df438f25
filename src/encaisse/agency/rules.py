"""Collecting for others: fees, remittance of client money, and what is never charged to the payer."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encaisse.kit.dates import add_months_clamped
from encaisse.kit.money import rounded
from encaisse.kit.refusals import Refusal, gettext_noop

STANDARD_VAT = Decimal(20)
# Article R124-6 of the enforcement code: one month from the receipt, unless the mandate says otherwise.
MONTHS_TO_REMIT = 1


class RemittanceTooLarge(Refusal):
    sentence = gettext_noop(
        "%(asked)s %(currency)s cannot be remitted: only %(held)s %(currency)s is held for this mandator. Remit no more than that."
    )


@dataclass(frozen=True, slots=True)
class Fee:
    """The agency's fee on money received, with its tax, and what is remitted when the mandate lets the fee be kept back."""

    net: Decimal
    vat: Decimal
    gross: Decimal
    netted_remittance: Decimal


def success_fee(
    collected: Decimal, *, percent: Decimal, currency: str, minimum: Decimal = Decimal(0), vat_percent: Decimal = STANDARD_VAT
) -> Fee:
    net = max(rounded(collected * percent / 100, currency), minimum)
    vat = rounded(net * vat_percent / 100, currency)
    return Fee(net, vat, net + vat, collected - net - vat)


def remittance(collected: Decimal, fee: Fee, *, netting_agreed: bool) -> Decimal:
    """Return what goes to the mandator: everything received, unless the mandate lets the agency keep its fee back."""
    return fee.netted_remittance if netting_agreed else collected


def remittance_due(received_on: date, *, months: int = MONTHS_TO_REMIT) -> date:
    return add_months_clamped(received_on, months)


def check_remittance(asked: Decimal, *, held: Decimal, currency: str) -> None:
    """Refuse to remit more than what is held: one mandator's money never pays another's."""
    if asked > held:
        raise RemittanceTooLarge(asked=asked, held=held, currency=currency)
