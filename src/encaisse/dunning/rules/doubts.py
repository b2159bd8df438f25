"""What keeps an item from being dunned by itself: the doubt it came with, its customer, its age."""

from datetime import date

from encaisse.dunning.rules.values import ToQualify
from encaisse.kit.dates import add_years_clamped

BUSINESS_LIMITATION_YEARS = 5  # L110-4 C. com.
CONSUMER_LIMITATION_YEARS = 2  # L218-2 C. conso.

DOUBTS = {
    "no_document": ToQualify.NO_DOCUMENT,
    "carried_forward": ToQualify.NO_DOCUMENT,
    "collective": ToQualify.COLLECTIVE_CUSTOMER,
    "affiliate": ToQualify.AFFILIATE,
    "employee": ToQualify.EMPLOYEE,
    "bill_not_matured": ToQualify.BILL_NOT_MATURED,
    "doubtful": ToQualify.DOUBTFUL,
    "to_be_invoiced": ToQualify.TO_BE_INVOICED,
    "factored": ToQualify.FACTORED,
    "past_limitation": ToQualify.PAST_LIMITATION,
}
KINDS = {"affiliate": ToQualify.AFFILIATE, "employee": ToQualify.EMPLOYEE, "miscellaneous": ToQualify.COLLECTIVE_CUSTOMER}


def doubt_of(doubt: str, qualified_as: str, kind: str, *, due_date: date, born_on: date, on: date, is_consumer: bool) -> ToQualify | None:
    """Return why an item waits under « À qualifier », or None: a person's decision wins, a matured bill is a debt like another."""
    if qualified_as == "to_dun":
        return None
    if qualified_as == "left_out":
        return DOUBTS.get(doubt, ToQualify.GO_LIVE)
    if doubt and not (doubt == "bill_not_matured" and due_date < on):
        return DOUBTS[doubt]
    if kind in KINDS:
        return KINDS[kind]
    years = CONSUMER_LIMITATION_YEARS if is_consumer else BUSINESS_LIMITATION_YEARS
    if on.year - born_on.year >= years and add_years_clamped(born_on, years) <= on:
        return ToQualify.PAST_LIMITATION
    return None
