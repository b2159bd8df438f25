"""Who owes, in pure values: what is asked of a list, what is written of a customer, addresses in one writing."""

from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from encaisse.customers.rules.absences import BackInThePast, NoSuchContact, check_absence
    from encaisse.customers.rules.addresses import (
        AddressUnusable,
        ChannelUnknown,
        Postal,
        normalised_address,
    )
    from encaisse.customers.rules.facts import CannotChange, NewContact, NewCustomer, PayerElsewhere, PayerPaysForNobodyElse, check_payer
    from encaisse.customers.rules.lists import Filters, Page, word_query
    from encaisse.customers.rules.loans import LoanEndsBeforeItBegins, check_loan
else:
    wake_on_demand(__name__)

__all__ = [
    "AddressUnusable",
    "BackInThePast",
    "CannotChange",
    "ChannelUnknown",
    "Filters",
    "LoanEndsBeforeItBegins",
    "NewContact",
    "NewCustomer",
    "NoSuchContact",
    "Page",
    "PayerElsewhere",
    "PayerPaysForNobodyElse",
    "Postal",
    "check_absence",
    "check_loan",
    "check_payer",
    "normalised_address",
    "word_query",
]
