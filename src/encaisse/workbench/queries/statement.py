"""The statement of account of a customer: everything open with its age, credits deducted, and what is to be paid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encaisse.customers import queries as customers
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.money import Money, by_currency
from encaisse.ledger.queries import OpenItemRow
from encaisse.messages import queries as outbox
from encaisse.messages import rules as messages
from encaisse.messages.rules import MessageData, Section
from encaisse.workbench.queries.writing import Writing, language_of, open_of, reach_of, sections_of, writing
from encaisse.workbench.rules.writing import NothingOpen

OVERDUE = (Section.CLAIMED, Section.ALSO_DUE)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is open of a customer on a day, ready to be set in type, sent or exported."""

    writing: Writing
    items: tuple[OpenItemRow, ...]
    on: date

    @property
    def content(self) -> MessageData:
        return self.writing.content

    @property
    def name(self) -> str:
        word = "releve" if self.content.language == "fr" else "statement"
        return f"{word}-{self.writing.customer.code}-{self.on.isoformat()}"

    @property
    def balances(self) -> dict[str, Decimal]:
        """Return what is open in each currency."""
        return summed(Money(item.open_amount, item.currency) for item in self.items)

    @property
    def overdues(self) -> dict[str, Decimal]:
        """Return what is overdue and not contested in each currency."""
        return summed(row.open_amount for row in self.content.rows(*OVERDUE))


def summed(amounts: Iterable[Money]) -> dict[str, Decimal]:
    return {currency: total.amount for currency, total in by_currency(amounts).items()}


def statement(actor: Actor, customer_id: int, *, on: date, channel: str = "letter") -> Statement:
    """Return the statement of a customer in their language, addressed to whom the channel reaches."""
    actor.must(Permission.INVOICE_VIEW)
    customer = customers.customer(actor, customer_id)
    reach = reach_of(actor, customer.id, channel)
    items = open_of(actor, customer)
    language = language_of(customer, reach)
    sections = sections_of(actor, items, on=on, language=language)
    return Statement(writing(actor, customer, reach=reach, sections=sections, on=on, language=language), tuple(items), on)


def statement_pdf(actor: Actor, shown: Statement) -> bytes:
    """Set a statement in type: letterhead, items, ages, total, payment slip with its code."""
    if not shown.items:
        raise NothingOpen(customer=shown.writing.customer.name)
    template = outbox.template(actor, "STATEMENT", shown.content.language)
    return messages.letter_pdf(messages.render(template, shown.content), shown.content)
