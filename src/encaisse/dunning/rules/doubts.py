"""What keeps an item from being dunned by itself: the doubt it came with, its customer, its age."""

from datetime import date

from encaisse.dunning.rules.values import ToQualify
from encaisse.ledger.rules.limitation import is_past_limitation, last_day, limitation_rules, limitation_start

# The limitation that runs against a customer, by its kind; the shortest of them is 2 years.
LIMITATIONS = {"consumer": "B2C", "public_body": "PUBLIC_DEBTOR"}
BETWEEN_PROFESSIONALS = "B2B"
SHORTEST_YEARS = 2

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


def doubt_of(doubt: str, qualified_as: str, kind: str, *, due_date: date, born_on: date, on: date) -> ToQualify | None:
    """Return why an item waits under « À qualifier », or None: a person's decision wins, a matured bill is a debt like another."""
    if qualified_as == "to_dun":
        return None
    if qualified_as == "left_out":
        return DOUBTS.get(doubt, ToQualify.GO_LIVE)
    if doubt and not (doubt == "bill_not_matured" and due_date < on):
        return DOUBTS[doubt]
    if kind in KINDS:
        return KINDS[kind]
    return ToQualify.PAST_LIMITATION if is_too_old(kind, due_date=due_date, born_on=born_on, on=on) else None


def is_too_old(kind: str, *, due_date: date, born_on: date, on: date) -> bool:
    """Say whether nothing may be claimed any more, its last day over: the law of its customer's kind, from the day it was born."""
    if on.year - born_on.year < SHORTEST_YEARS:
        return False
    rule = limitation_rules()[LIMITATIONS.get(kind, BETWEEN_PROFESSIONALS)]
    return is_past_limitation(last_day(rule, limitation_start(rule, invoiced_on=born_on, due_date=due_date)), on)
