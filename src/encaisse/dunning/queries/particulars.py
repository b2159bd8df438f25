"""The variables only some templates need: deadlines, late charges, formal-notice amounts. A figure nobody can reckon is never invented."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from encaisse.creditors.queries import CreditorCard
from encaisse.customers.queries import CustomerFile
from encaisse.dunning.queries.planned import ActionView, ListedItem
from encaisse.kit.dates import working_days
from encaisse.kit.money import Money
from encaisse.ledger.rules.late_charges import BuyerKind, LateCharges, late_charges
from encaisse.ledger.rules.rates import LateRate, RateBasis, RateMissing, rate_on, shipped_rates
from encaisse.messages.rules import Value

ANSWER_WORKING_DAYS = 8
NOTICE_DAYS = 8
LEGAL_TEMPLATES = frozenset({"MED_B2B", "MED_B2C", "PUBLIC_INTEREST", "FINAL_NOTICE"})
BUYERS = {"consumer": BuyerKind.CONSUMER, "public_body": BuyerKind.PUBLIC}
# Said when the legal rate of the half-year is not loaded yet: the law's own words, and no figure.
RATE_WORDS = {
    "fr": "taux de refinancement de la BCE majoré de 10 points (art. L441-10 du code de commerce)",
    "en": "ECB main refinancing rate plus 10 points (article L441-10 of the French commercial code)",
}
LATER_WORDS = {"fr": "calculées au jour du règlement", "en": "reckoned on the day of payment"}
NONE_WORDS = {"fr": "sans objet", "en": "none"}
CALL_WORDS = {"fr": "dans la semaine", "en": "this week"}


def particulars(
    action: ActionView, items: Iterable[ListedItem], customer: CustomerFile, creditor: CreditorCard, *, on: date, language: str
) -> dict[str, Value]:
    """Return the values of one action's own variables. Raises RateMissing for a legal text whose interest cannot be reckoned."""
    claimed = [item for item in items if item.section in {"claimed", "also_due"} and item.amount > 0]
    answer_by = working_days(creditor.region).add(on, ANSWER_WORKING_DAYS)
    principal = Money(sum((item.amount for item in claimed), Decimal()), action.currency)
    values: dict[str, Value] = {
        "portal_link": creditor.email,
        "short_link": creditor.email,
        "deadline_date": answer_by,
        "block_date": answer_by,
        "call_slot": CALL_WORDS[language],
        "action_count": action.position,
        "last_action_date": action.planned_since,
        "delay_days": NOTICE_DAYS,
        "principal": principal,
        "contract_basis": NONE_WORDS[language],
        "invoice_object": claimed[0].title or NONE_WORDS[language] if claimed else NONE_WORDS[language],
        "reminder_dates": NONE_WORDS[language],
        "mediator_block": NONE_WORDS[language],
        "relationship_years": 1,
        "period": f"{on:%m/%Y}",
        "public_delay_days": 30,
    }
    return values | charges_said(action, claimed, customer, principal, on=on, language=language)


def charges_said(
    action: ActionView, claimed: list[ListedItem], customer: CustomerFile, principal: Money, *, on: date, language: str
) -> dict[str, Value]:
    """Say the late charges; when the half-year's rate is not known, a courteous text quotes the law and a legal one is refused."""
    buyer = BUYERS.get(customer.kind, BuyerKind.BUSINESS)
    if buyer is BuyerKind.CONSUMER:
        none = NONE_WORDS[language]
        return {
            "penalty_rate": none,
            "penalty_amount": none,
            "fixed_indemnity": none,
            "grand_total": principal,
            "legal_rate": none,
            "rate": none,
        }
    basis = RateBasis.PUBLIC if buyer is BuyerKind.PUBLIC else RateBasis.DEFAULT
    try:
        charges = [charge(item, buyer, LateRate(basis), on=on) for item in claimed]
        percent = rate_on(on, LateRate(basis), shipped_rates())
    except RateMissing:
        if action.template_code in LEGAL_TEMPLATES:
            raise
        return {"penalty_rate": RATE_WORDS[language], "penalty_amount": LATER_WORDS[language]}
    interest = Money(sum((each.interest.amount for each in charges), Decimal()), action.currency)
    fees = Money(sum((each.recovery_fee.amount for each in charges), Decimal()), "EUR")
    said: dict[str, Value] = {
        "penalty_rate": f"{percent} %", "rate": f"{percent} %", "rate_date": date(on.year, 1 if on.month <= 6 else 7, 1),  # noqa: PLR2004 - half-years
        "penalty_amount": interest, "fixed_indemnity": fees, "legal_rate": f"{percent} %",
    }  # fmt: skip
    if action.currency == "EUR":
        said["grand_total"] = principal + interest + fees
    return said


def charge(item: ListedItem, buyer: BuyerKind, rate: LateRate, *, on: date) -> LateCharges:
    return late_charges(
        Money(item.amount, item.currency), due_date=item.due_date, payments=[], until=on, buyer=buyer, rate=rate, rates=shipped_rates()
    )
