"""What a call needs before dialling: whom to ask for, what is late, what was promised, what comes next."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encaisse.commitments.queries import PromiseView
from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile, Reach
from encaisse.dunning import queries as dunning
from encaisse.dunning.queries import ActionView
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger.queries import OpenItemRow
from encaisse.messages import queries as outbox
from encaisse.people import queries as people
from encaisse.ui.formats import day_text, money_text
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
    def script_code(self) -> str:
        return self.action.template_code if self.action and self.action.template_code.startswith("CALL:") else DEFAULT

    @property
    def days_late(self) -> int:
        return max((self.on - self.oldest_due_date).days, 0) if self.oldest_due_date else 0

    def spoken(self, *, of_the_whole: bool = False) -> dict[str, str]:
        """Return the figures a script speaks of; what is not known is left out, and stays a blank on screen."""
        oldest = self.late[0].item if self.late else None
        values = {
            "agent": self.agent_name,
            "creditor": self.creditor_name,
            "contact": self.contact_name,
            "salesperson": self.salesperson_name,
            "email": self.email,
        }
        if oldest:
            values |= {
                "invoice": oldest.reference,
                "amount": money_text(self.overdue_amount if of_the_whole else oldest.open_amount, oldest.currency),
                "due": day_text(oldest.due_date, "long"),
                "total_overdue": money_text(self.claimed_amount or self.overdue_amount, self.currency),
                "oldest_due": day_text(oldest.due_date, "long"),
                "undisputed": money_text(self.undisputed_amount, self.currency),
            }
        if self.promise:
            values |= {
                "promise_made": day_text(self.promise.promised_on, "long"),
                "promise_by": self.promise.given_by,
                "promise_amount": money_text(self.promise.amount, self.promise.currency),
                "promise_date": day_text(self.promise.promised_for, "long"),
            }
        return {name: value for name, value in values.items() if value}


def prepared(actor: Actor, customer: CustomerFile, *, on: date, action_id: int | None = None) -> Prepared:
    """Gather what the caller must have under their eyes; the planned call is the one asked for, else the payer's live one."""
    found = customers.best_addresses(actor, [customer.id], ["phone", "mobile", "email"])
    phones = tuple(reach for channel in ("phone", "mobile") if (reach := found.get((customer.id, channel))))
    engaged = engagements(actor, customer, on=on)
    late = overdue(actor, customer.id, on=on) if actor.may(Permission.INVOICE_VIEW) else []
    names = people.people(actor, [each for each in (actor.user_id, customer.salesperson_id) if each])
    owed = sum((item.open_amount for item in late), Decimal())
    email = found.get((customer.id, "email"))
    return Prepared(
        customer=customer,
        action=planned_call(actor, customer, action_id),
        agent_name=actor.name,
        creditor_name=creditors.creditor(actor, customer.creditor_id).name,
        salesperson_name=names[customer.salesperson_id].name if customer.salesperson_id in names else "",
        phones=phones,
        email=email.address.address if email else "",
        late=tuple(held_rows(late[:SHOWN], engaged, (), on=on)),
        late_count=len(late),
        overdue_amount=owed,
        undisputed_amount=owed - contested_amount(engaged, late),
        currency=late[0].currency if late else "EUR",
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
