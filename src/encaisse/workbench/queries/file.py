"""The customer file: what is owed, by whom, what comes next and what stands in its way."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from encaisse.commitments import queries as commitments
from encaisse.commitments.queries import PlanView, PromiseView
from encaisse.creditors import queries as creditors
from encaisse.creditors.queries import CreditorCard, QuietPeriodRow
from encaisse.customers import queries as customers
from encaisse.customers.queries import ContactCard, CustomerFile, HabitRow, NoteRow, PortalOfCustomer
from encaisse.customers.rules import NewContact
from encaisse.disputes import queries as disputes
from encaisse.disputes.queries import DisputeView
from encaisse.dunning import queries as dunning
from encaisse.dunning.queries import ActionView, LatestDecision, SignalView, TextRow
from encaisse.dunning.queries.moment import HoldView
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.dates import WorkingDays
from encaisse.ledger import queries as ledger
from encaisse.ledger.queries import BalanceRow
from encaisse.people import queries as people
from encaisse.proceedings import queries as proceedings
from encaisse.proceedings.queries import InsolvencyView
from encaisse.workbench.queries.absences import ProposedAbsence, offered_stand_ins, proposed_absences
from encaisse.workbench.queries.claimable import is_claimable, main_currency
from encaisse.workbench.queries.departures import ProposedDeparture, proposed_departures

CONTESTED = frozenset({"open", "to_check", "broken", "partial"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Who the customer is and what they owe, one balance per currency."""

    customer: CustomerFile
    creditor: CreditorCard
    on: date
    balances: tuple[BalanceRow, ...]
    collector_name: str
    salesperson_name: str
    promised_amount: Decimal = Decimal()
    disputed_amount: Decimal = Decimal()

    @property
    def balance(self) -> BalanceRow | None:
        return self.balances[0] if self.balances else None

    @property
    def days_late(self) -> int:
        oldest = min((row.oldest_due_date for row in self.balances if row.oldest_due_date), default=self.on)
        return max((self.on - oldest).days, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerOverdue:
    """What is late of a payer and of those it pays for, in the currency that weighs most."""

    customers: int
    amount: Decimal
    of_others: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """The live action of the payer, the latest decision, and the holds in force."""

    action: ActionView | None
    decision: LatestDecision | None
    holds: tuple[HoldView, ...]
    signals: tuple[SignalView, ...]
    closings: tuple[QuietPeriodRow, ...]
    insolvency: InsolvencyView | None
    is_live: bool
    payer: PayerOverdue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitments:
    promises: tuple[PromiseView, ...]
    disputes: tuple[DisputeView, ...]
    plans: tuple[PlanView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    contacts: tuple[ContactCard, ...]
    notes: tuple[NoteRow, ...]
    habits: tuple[HabitRow, ...]
    portal: PortalOfCustomer | None = None
    is_portal_aside: bool = False
    absences: tuple[ProposedAbsence, ...] = ()
    departures: tuple[ProposedDeparture, ...] = ()
    stand_ins: dict[int, NewContact] = field(default_factory=dict)
    texts: tuple[TextRow, ...] = ()


def calendar_of(actor: Actor, customer: CustomerFile) -> WorkingDays:
    """Return the days on which both sides work: a promise is judged on them, on screen as by the run."""
    return dunning.calendars_of(actor, [customer.id]).get(customer.id) or creditors.calendar(actor, customer.region)


def header(actor: Actor, customer: CustomerFile, engaged: Commitments, *, on: date) -> Header:
    names = people.people(actor, [each for each in (customer.collector_id, customer.salesperson_id) if each])
    name_of = {user_id: card.name for user_id, card in names.items()}
    shown = ledger.balance_of(actor, customer.id) if actor.may(Permission.INVOICE_VIEW) else []
    running = [promise.amount for promise in engaged.promises if promise.state in {"open", "to_check"}]
    return Header(
        customer=customer,
        creditor=creditors.creditor(actor, customer.creditor_id),
        on=on,
        balances=tuple(sorted(shown, key=lambda row: -row.open_amount)),
        collector_name=name_of.get(customer.collector_id or 0, ""),
        salesperson_name=name_of.get(customer.salesperson_id or 0, ""),
        promised_amount=sum(running, Decimal()),
        disputed_amount=sum((dispute.disputed_amount for dispute in engaged.disputes if dispute.closed_on is None), Decimal()),
    )


def engagements(actor: Actor, customer: CustomerFile, *, on: date) -> Commitments:
    """Return promises, disputes and plans; those of a payer are its own and those of whom it pays for."""
    known = ledger.facts_true_until(actor, customer.creditor_id) or on
    promises = commitments.promises_of(actor, customer.id, facts_true_until=known, calendar=calendar_of(actor, customer), on=on)
    return Commitments(
        promises=tuple(promises),
        disputes=tuple(disputes.disputes_of(actor, customer.id)),
        plans=tuple(commitments.plans_of(actor, customer.id)),
    )


def next_step(actor: Actor, customer: CustomerFile, *, on: date) -> NextStep:
    """Return what is planned for the payer: dunning speaks to whoever pays."""
    payer_id = customer.payer_id or customer.id
    live = dunning.actions_of(actor, payer_id, only_live=True) if payer_id == customer.id else []
    return NextStep(
        action=live[0] if live else None,
        decision=dunning.latest_decision(actor, customer.id) if payer_id == customer.id else None,
        holds=tuple(hold for hold in dunning.holds_of(actor, customer.id) if hold.lifted_at is None and hold.until_on >= on),
        signals=tuple(dunning.signals(actor, customer_id=customer.id)),
        closings=tuple(each for each in customers.closings(actor, customer.id) if each.to_on >= on),
        insolvency=proceedings.insolvency(actor, customer.id),
        is_live=dunning.is_live(actor, customer.creditor_id),
        payer=payer_overdue(actor, customer, on=on),
    )


def payer_overdue(actor: Actor, customer: CustomerFile, *, on: date) -> PayerOverdue | None:
    """Return what a payer owes with those it pays for; nothing when it pays for itself alone."""
    paid_for = customers.paid_by(actor, customer.id)
    if set(paid_for) <= {customer.id} or not actor.may(Permission.INVOICE_VIEW):
        return None
    late = main_currency([item for item in ledger.open_items(actor, payer_id=customer.id) if is_claimable(item, on=on)])
    others = sum((item.open_amount for item in late if item.customer_id != customer.id), Decimal())
    currency = late[0].currency if late else creditors.creditor(actor, customer.creditor_id).currency
    return PayerOverdue(
        customers=len(paid_for), amount=sum((item.open_amount for item in late), Decimal()), of_others=others, currency=currency
    )


def people_of(actor: Actor, customer: CustomerFile, *, on: date) -> People:
    portal = customers.portal_of(actor, customer.id)
    contacts = tuple(customers.contacts(actor, customer.id))
    return People(
        portal=portal,
        is_portal_aside=portal is not None and portal.is_aside(on),
        contacts=contacts,
        absences=tuple(proposed_absences(actor, on=on, customer_id=customer.id)),
        departures=tuple(proposed_departures(actor, on=on, customer_id=customer.id)),
        stand_ins=offered_stand_ins(actor, contacts, on=on),
        texts=tuple(dunning.texts_to_deposit(actor, on=on, customer_id=customer.id)) if portal else (),
        notes=tuple(customers.notes(actor, customer.id)) if actor.may(Permission.NOTE_VIEW) else (),
        habits=tuple(habit for habit in customers.habits(actor, customer.id) if habit.dropped_on is None),
    )
