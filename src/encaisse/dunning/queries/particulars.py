"""The variables only some templates need: deadlines, late charges, formal-notice amounts. A figure nobody can reckon is never invented."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from encaisse.creditors.queries import CreditorCard
from encaisse.customers.queries import CustomerFile
from encaisse.dunning.queries.planned import ActionView, ListedItem
from encaisse.dunning.queries.presentations import Notice
from encaisse.kit.dates import half_year_start, working_days
from encaisse.kit.money import Money, nothing
from encaisse.ledger.rules.late_charges import RECOVERY_FEE, BuyerKind, LateCharges, late_charges
from encaisse.ledger.rules.rates import LateRate, RateBasis, RateMissing, Rates, rate_on, shipped_rates
from encaisse.messages.rules import Column, Group, Language, Table, Value
from encaisse.messages.rules.wording import money_in_words

ANSWER_WORKING_DAYS = 8
NOTICE_DAYS = 8
BUYERS = {"consumer": BuyerKind.CONSUMER, "public_body": BuyerKind.PUBLIC}
RATES = {BuyerKind.CONSUMER: RateBasis.LEGAL, BuyerKind.PUBLIC: RateBasis.PUBLIC, BuyerKind.BUSINESS: RateBasis.DEFAULT}
NONE_WORDS = {"fr": "sans objet", "en": "none"}
BASIS_WORDS = {
    "fr": "vos commandes et de nos factures énumérées ci-dessous",
    "en": "your orders and our invoices listed below",
}
NEXT_WORDS = {"fr": "la relance du solde par notre direction financière", "en": "a reminder of the balance by our finance management"}
INTEREST_TITLES = {"fr": ("Facture", "Échéance", "Jours", "Intérêts"), "en": ("Invoice", "Due date", "Days", "Interest")}
BROKEN_PROMISES = frozenset({"promise_broken", "promise_broken_not_reached"})
DAY = timedelta(days=1)
CALL_WORDS = {"fr": "dans la semaine", "en": "this week"}


def particulars(
    action: ActionView,
    items: Iterable[ListedItem],
    customer: CustomerFile,
    creditor: CreditorCard,
    *,
    reminded_on: tuple[date, ...],
    on: date,
    language: str,
    rates: Rates,
    notice: Notice | None = None,
) -> dict[str, Value]:
    """Return the values of one action's own variables. What is not known is left out: the template does without, or is refused."""
    items = list(items)
    claimed = [item for item in items if item.section in {"claimed", "also_due"} and item.amount > 0]
    answer_by = working_days(creditor.region).add(on, ANSWER_WORKING_DAYS)
    deducted = [item for item in items if item.section == "credit"]
    principal = Money(sum((item.amount for item in (*claimed, *deducted)), Decimal()), action.currency)
    values: dict[str, Value] = {
        "short_link": creditor.email,
        "deadline_date": answer_by,
        "block_date": answer_by,
        "call_slot": CALL_WORDS[language],
        "delay_days": NOTICE_DAYS,
        "principal": principal,
        "contract_basis": BASIS_WORDS[language],
        "invoice_object": claimed[0].title or NONE_WORDS[language] if claimed else NONE_WORDS[language],
        "period": f"{on:%m/%Y}",
        "public_delay_days": 30,
    }
    return (
        values
        | legal_said(creditor, notice, transfer_on=answer_by)
        | reminders_said(reminded_on)
        | promise_said(action, language)
        | instalment_said(action)
        | charges_said(claimed, customer, principal, on=on, language=language, rates=rates)
    )


def legal_said(creditor: CreditorCard, notice: Notice | None, *, transfer_on: date) -> dict[str, Value]:
    """Say what legal letters need of the company and of the notice before: the mediator, who takes over, when the notice was received."""
    said: dict[str, Value] = {
        "mediator_block": creditor.mediator_block, "next_actor": creditor.handover_to, "procedure_label": creditor.handover_for,
    }  # fmt: skip
    known: dict[str, Value] = {name: value for name, value in said.items() if value} | {"transfer_date": transfer_on}
    if notice is not None:
        known |= {"med_date": notice.posted_on} | ({"med_received_date": notice.presented_on} if notice.presented_on else {})
    return known


def promise_said(action: ActionView, language: str) -> dict[str, Value]:
    """Say the promise an action is about: what was promised, for which day, and what follows."""
    figures = action.reason.get("figures", {})
    if action.reason.get("code") not in BROKEN_PROMISES or "promised_for" not in figures:
        return {}
    return {
        "promise_amount": Money(Decimal(figures["amount"]), figures.get("currency", action.currency)),
        "promise_date": date.fromisoformat(figures["promised_for"]),
        "next_step_label": NEXT_WORDS[language],
    }


def instalment_said(action: ActionView) -> dict[str, Value]:
    """Say which instalment of a plan was missed, when the action is about one."""
    missed_on = action.reason.get("figures", {}).get("missed_on")
    return {"instalment_date": date.fromisoformat(missed_on)} if missed_on else {}


def reminders_said(reminded_on: tuple[date, ...]) -> dict[str, Value]:
    """Say when the customer was written to before; nothing when it never was."""
    if not reminded_on:
        return {}
    days = ", ".join(f"{day:%d/%m/%Y}" for day in reminded_on)
    return {"action_count": len(reminded_on), "last_action_date": reminded_on[-1], "reminder_dates": days}


def charges_said(
    claimed: list[ListedItem], customer: CustomerFile, principal: Money, *, on: date, language: str, rates: Rates | None = None
) -> dict[str, Value]:
    """Say the late charges of a business or a public body: interest when the half-year's rate is known, the fixed fee in any case."""
    buyer = BUYERS.get(customer.kind, BuyerKind.BUSINESS)
    interest = interest_said(claimed, buyer, principal.currency, on=on, language=language, rates=rates or shipped_rates())
    if buyer is BuyerKind.CONSUMER:
        return {"grand_total": principal, "legal_rate": interest.get("rate", "")}
    fees = Money(RECOVERY_FEE.amount * len(claimed), RECOVERY_FEE.currency)
    said: dict[str, Value] = {"fixed_indemnity": fees} | interest
    if principal.currency == fees.currency:
        due = interest.get("penalty_amount")
        said["grand_total"] = principal + fees + (due if isinstance(due, Money) else nothing(fees.currency))
    return said


def interest_said(claimed: list[ListedItem], buyer: BuyerKind, currency: str, *, on: date, language: str, rates: Rates) -> dict[str, Value]:
    """Say the interest and its rate; nothing without the half-year's rate: it is never extrapolated, and the text says « à parfaire ».

    A public buyer owes the rate of the half-year in which interest started (R2192-31 CCP); the others that of the day.
    """
    rate = LateRate(RATES[buyer])
    started = min((item.due_date for item in claimed), default=on) + DAY if rate.is_frozen else on
    try:
        percent = rate_on(started, rate, rates)
        charges = [charge(item, buyer, rate, on=on, rates=rates).interest for item in claimed]
    except RateMissing:
        return {}
    said: dict[str, Value] = {
        "penalty_rate": percent,
        "rate": percent,
        "rate_date": half_year_start(started),
        "penalty_amount": Money(sum((each.amount for each in charges), Decimal()), currency),
    }
    if buyer is BuyerKind.PUBLIC:
        said["interest_table"] = interest_table(claimed, charges, on=on, language=language)
    return said


def interest_table(claimed: list[ListedItem], charges: list[Money], *, on: date, language: str) -> Table:
    invoice, due, days, interest = INTEREST_TITLES[language]
    rows = tuple(
        (item.reference, f"{item.due_date:%d/%m/%Y}", str((on - item.due_date).days), money_in_words(each, as_language(language)))
        for item, each in zip(claimed, charges, strict=True)
    )
    return Table((Column(invoice), Column(due), Column(days, is_figure=True), Column(interest, is_figure=True)), (Group("", rows),))


def as_language(language: str) -> Language:
    return "en" if language == "en" else "fr"


def charge(item: ListedItem, buyer: BuyerKind, rate: LateRate, *, on: date, rates: Rates) -> LateCharges:
    return late_charges(
        Money(item.amount, item.currency), due_date=item.due_date, payments=[], until=on, buyer=buyer, rate=rate, rates=rates
    )
