"""What keeps an item from being dunned by itself: the doubt it came with, its customer, its age, the state of its e-invoice."""

from datetime import date

from encaisse.dunning.rules.values import HeldPart, ItemHold, ToQualify
from encaisse.kit.dates import add_years_clamped, working_days

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
REFUSED_CODES = frozenset({210, 213, 220})
PAYMENT_SENT_CODE = 211
PAYMENT_SENT_WORKING_DAYS = 3


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


def einvoice_hold(code: int | None, coded_on: date | None, *, on: date) -> tuple[HeldPart, ...]:
    """A refused, rejected or cancelled e-invoice is not collectable as it is; a payment announced on the platform has 3 working days."""
    if code in REFUSED_CODES:
        return (HeldPart(ItemHold.EINVOICE_STATE),)
    if code == PAYMENT_SENT_CODE and coded_on is not None:
        until = working_days().add(coded_on, PAYMENT_SENT_WORKING_DAYS)
        return (HeldPart(ItemHold.EINVOICE_STATE, None, until),) if on <= until else ()
    return ()
