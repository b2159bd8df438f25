"""What a call needs before dialling: whom to ask for, what is late, what was promised, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from encaisse.commitments.queries import PromiseView
from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile, Reach
from encaisse.dunning import queries as dunning
from encaisse.dunning.queries import ActionView
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.money import Money
from encaisse.kit.refusals import NotFound
from encaisse.ledger.queries import OpenItemRow
from encaisse.messages import queries as outbox
from encaisse.messages.rules.payees import grouped_iban
from encaisse.people import queries as people
from encaisse.ui.formats import day_text, list_text, money_text
from encaisse.workbench.queries import common
from encaisse.workbench.queries.file import Commitments, engagements
from encaisse.workbench.queries.items import HeldRow, held_rows, overdue
from encaisse.workbench.rules.scripts import DEFAULT

SPOKEN = frozenset({"call", "visit"})
SHOWN = 30  # late invoices listed beside the script; the file has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    customer: CustomerFile
    action: ActionView | None
    agent_name: str
    creditor_name: str
    salesperson_name: str
    phones: tuple[Reach, ...]
    email: str
    late: tuple[HeldRow, ...]
    late_count: int
    overdue_amount: Decimal
    undisputed_amount: Decimal
    currency: str
    oldest_due_date: date | None
    promise: PromiseView | None
    on: date
    can_dial: bool = False
    iban: str = ""
    others: tuple["Prepared", ...] = ()  # the other accounts the same call is made for, the largest overdue first

    @property
    def accounts(self) -> tuple["Prepared", ...]:
        """Return every account the call is made for, the one that leads first."""
        return (self, *self.others)

    @property
    def claims(self) -> tuple[Money, ...]:
        """Return what the call claims of all its accounts, by currency."""
        return summed((each.net_amount, each.currency) for each in self.accounts)

    @property
    def contact_name(self) -> str:
        contact = self.phones[0].contact if self.phones else None
        return f"{contact.first_name} {contact.name}".strip() if contact else ""

    @property
    def claimed_amount(self) -> Decimal | None:
        """Return what the planned call claims, where it is not what this customer alone owes."""
        claimed = self.action.net_amount if self.action else None
        return claimed if claimed and claimed != self.overdue_amount else None

    @property
    def net_amount(self) -> Decimal:
        """Return what this account is asked to pay: what its planned call claims, credits deducted, else what is overdue."""
        return self.claimed_amount or self.overdue_amount

    @property
    def highest(self) -> ActionView | None:
        """Return the planned call of the highest level: its script is told."""
        return max((each.action for each in self.accounts if each.action), key=lambda each: each.level, default=None)

    @property
    def script_code(self) -> str:
        action = self.highest
        return action.template_code if action and action.template_code.startswith("CALL:") else DEFAULT

    @property
    def days_late(self) -> int:
        oldest = min((each.oldest_due_date for each in self.accounts if each.oldest_due_date), default=None)
        return max((self.on - oldest).days, 0) if oldest else 0

    @property
    def late_total(self) -> int:
        return sum(each.late_count for each in self.accounts)

    @property
    def oldest(self) -> "Prepared":
        """Return the account whose invoice is the oldest: the script names that one."""
        return min(self.accounts, key=lambda each: each.oldest_due_date or date.max)

    @property
    def overdue_in_words(self) -> str:
        return in_words((each.overdue_amount, each.currency) for each in self.accounts)

    def spoken(self, *, of_the_whole: bool = False) -> dict[str, str]:
        """Return the figures a script speaks of; what is not known is left out, and stays a blank on screen."""
        oldest = self.oldest.late[0].item if self.oldest.late else None
        values = {
            "agent": self.agent_name,
            "creditor": list_text(dict.fromkeys(each.creditor_name for each in self.accounts)),
            "contact": self.contact_name,
            "salesperson": self.salesperson_name,
            "email": self.email,
        }
        if oldest:
            values |= {
                "invoice": oldest.reference,
                "amount": self.overdue_in_words if of_the_whole else money_text(oldest.open_amount, oldest.currency),
                "due": day_text(oldest.due_date, "long"),
                "total_overdue": " + ".join(money_text(claim) for claim in self.claims),
                "oldest_due": day_text(oldest.due_date, "long"),
                "undisputed": in_words((each.undisputed_amount, each.currency) for each in self.accounts),
            }
        if self.promise:
            values |= {
                "promise_made": day_text(self.promise.promised_on, "long"),
                "promise_by": self.promise.given_by,
                "promise_amount": money_text(self.promise.amount, self.promise.currency),
                "promise_date": day_text(self.promise.promised_for, "long"),
            }
        return {name: value for name, value in values.items() if value}


def in_words(amounts: Iterable[tuple[Decimal, str]]) -> str:
    """Add up amounts by currency, and say them."""
    return " + ".join(money_text(claim) for claim in summed(amounts))


def summed(amounts: Iterable[tuple[Decimal, str]]) -> tuple[Money, ...]:
    sums: dict[str, Decimal] = {}
    for amount, currency in amounts:
        sums[currency] = sums.get(currency, Decimal()) + amount
    return tuple(Money(amount, currency) for currency, amount in sums.items())


def prepared(actor: Actor, customer: CustomerFile, *, on: date, action_id: int | None = None) -> Prepared:
    """Gather what the caller must have under their eyes; the planned call is the one asked for, else the payer's live one.

    A call made for several accounts is led by the largest, whichever was asked for.
    """
    customers.customer(actor, customer.id)  # a file read before is shown again to whoever still sees it
    action = planned_call(actor, customer, action_id)
    together = common.made_with(actor, action)
    if len(together) <= 1:
        return prepared_alone(actor, customer, action, on=on)
    files = customers.files(actor, [each.customer_id for each in together])
    first, *others = [prepared_beside(actor, files[each.customer_id], each, on=on) for each in together]
    return replace(first, others=tuple(others))


def prepared_beside(actor: Actor, customer: CustomerFile, action: ActionView, *, on: date) -> Prepared:
    """Gather one account of a common call: each company is paid to its own IBAN."""
    bank = creditors.default_iban(actor, customer.creditor_id)
    return replace(prepared_alone(actor, customer, action, on=on), iban=grouped_iban(bank.iban) if bank else "")


def prepared_alone(actor: Actor, customer: CustomerFile, action: ActionView | None, *, on: date) -> Prepared:
    found = customers.best_addresses(actor, [customer.id], ["phone", "mobile", "email"])
    phones = tuple(reach for channel in ("phone", "mobile") if (reach := found.get((customer.id, channel))))
    engaged = engagements(actor, customer, on=on)
    late = overdue(actor, customer.id, on=on) if actor.may(Permission.INVOICE_VIEW) else []
    names = people.people(actor, [each for each in (actor.user_id, customer.salesperson_id) if each])
    creditor = creditors.creditor(actor, customer.creditor_id)
    owed = sum((item.open_amount for item in late), Decimal())
    email = found.get((customer.id, "email"))
    return Prepared(
        customer=customer,
        action=action,
        agent_name=actor.name,
        creditor_name=creditor.name,
        salesperson_name=names[customer.salesperson_id].name if customer.salesperson_id in names else "",
        phones=phones,
        email=email.address.address if email else "",
        late=tuple(held_rows(late[:SHOWN], engaged, (), on=on)),
        late_count=len(late),
        overdue_amount=owed,
        undisputed_amount=owed - contested_amount(engaged, late),
        currency=late[0].currency if late else creditor.currency,
        oldest_due_date=min((item.due_date for item in late), default=None),
        promise=next((promise for promise in engaged.promises if promise.state in {"open", "broken", "partial", "to_check"}), None),
        on=on,
        can_dial=outbox.can_dial(actor),
    )


def planned_call(actor: Actor, customer: CustomerFile, action_id: int | None) -> ActionView | None:
    """Return the call planned for a customer, if there is one still to be made; a planned visit only when it is asked for."""
    live = dunning.actions_of(actor, customer.id, only_live=True)
    if action_id is not None and action_id not in {action.id for action in live}:
        raise NotFound(what="action")
    wanted = SPOKEN if action_id is not None else frozenset({"call"})
    return next((action for action in live if action.channel in wanted and action_id in {None, action.id}), None)


def contested_amount(engaged: Commitments, late: list[OpenItemRow]) -> Decimal:
    ids = {item.id for item in late}
    running = [dispute for dispute in engaged.disputes if dispute.closed_on is None and ids & set(dispute.item_ids)]
    return min(sum((dispute.disputed_amount for dispute in running), Decimal()), sum((item.open_amount for item in late), Decimal()))
