"""Creditors, customers and what happened to them, on the tables: facts recorded as screens, commands and imports record them."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from dunning.payers import SME as BARE
from dunning.payers import day
from encaisse.creditors import actions as creditors
from encaisse.customers import actions as customers
from encaisse.customers import queries as customer_queries
from encaisse.customers.models import Customer
from encaisse.customers.rules import NewContact, NewCustomer
from encaisse.db.clock import stopped
from encaisse.dunning import actions
from encaisse.dunning.actions.steps import end_without_action
from encaisse.dunning.models import Decision, ItemStep, PlannedAction
from encaisse.dunning.queries.scenarios import Followed
from encaisse.dunning.rules.decisions import EndedStep
from encaisse.dunning.rules.scenario import Scenario
from encaisse.dunning.rules.values import StepEnd
from encaisse.kit.actor import system_actor
from encaisse.kit.dates import working_days
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts
from encaisse.messages.actions import ContactFact, deliver_ready, record_contact
from encaisse.messages.actions.bounces import mark_bounced
from encaisse.messages.models import Message
from encaisse.messages.rules.bounces import Bounce
from encaisse.messages.rules.replies import BounceKind

SYSTEM = system_actor()
PARIS = ZoneInfo("Europe/Paris")
CALENDAR = working_days()
TEMPLATES = {"r1": "REMIND1_EMAIL", "call": "CALL:FIRST_OVERDUE", "r2": "REMIND2_EMAIL", "sales": "SALES_EMAIL", "cfo": "CFO_EMAIL"}
SME = replace(BARE, steps=tuple(replace(step, template=TEMPLATES[step.key]) for step in BARE.steps))


class World:
    """One creditor, live since September, a source, customers by code; what is not said is about the customer C1."""

    def __init__(
        self, *, name: str = "Maison Lambert", siren: str = "552100554", scenario: Scenario = SME, customer: bool = True, live: bool = True,
        **particulars: str | bool,
    ) -> None:  # fmt: skip
        self.creditor = creditors.create_creditor(
            SYSTEM,
            creditors.NewCreditor(
                name=name, siren=siren, email="compta@lambert.example", phone="04 72 00 00 00", city="Lyon",
                **{"is_demonstration": True, **particulars},
            ),
        )  # fmt: skip
        self.steps = scenario
        self.scenario = actions.publish_scenario(
            SYSTEM, creditor_id=self.creditor, scenario=scenario, name_en="SME", from_on=date(2026, 1, 1)
        )
        actions.follow(SYSTEM, creditor_id=self.creditor, segment="", scenario_id=self.scenario)
        if live:
            self.go_live("1/9")
        self.source = ledger.source(SYSTEM, self.creditor, kind="csv", name="erp")
        self.items: dict[str, int] = {}
        self.customers: dict[str, int] = {}
        if customer:
            self.customer = self.add("C1", "Garage Dupont", emails=("martin@dupont.example",), phones=("0472000001",))

    def go_live(self, on: str) -> None:
        actions.close_go_live(SYSTEM, creditor_id=self.creditor, on=day(on), supervised=False)

    def add(self, code: str, name: str, *, siren: str = "", street: str = "", **addresses: tuple[str, ...]) -> int:
        new = NewCustomer(code=code, name=name, segment="", siren=siren, street=street, postcode="69001" if street else "", city="Lyon")
        self.customers[code] = customers.create_customer(SYSTEM, self.creditor, new)
        customers.add_contact(
            SYSTEM, self.customers[code], NewContact(name="Martin", salutation="Madame Martin", is_main=True, **addresses)
        )
        return self.customers[code]

    def document(self, name: str, amount: str, due: str, *, kind: str = "invoice", issued: str = "", customer: int = 0) -> int:
        owner = customer or self.customer
        document = DocumentFacts(
            customer_id=owner, kind=kind, number=name, issued_on=day(issued) if issued else date(2026, 8, 31), amount=Decimal(amount),
            source_key=name, parts=(PartFacts(day(due), Decimal(amount)),),
        )  # fmt: skip
        recorded = ledger.record_documents(SYSTEM, self.creditor, self.source, [document])
        pk = recorded.document_ids[owner, name]
        self.items[name] = next(item.id for item in ledger_queries.open_items(SYSTEM, customer_id=owner) if item.document_id == pk)
        return self.items[name]

    def bears(self, number: str, amount: str, on: str, *, kind: str) -> None:
        """Record a credit that bears the number of an invoice."""
        facts = DocumentFacts(
            customer_id=self.customer, kind=kind, number=number, issued_on=day(on), amount=Decimal(amount), source_key=f"credit {number}",
            parts=(PartFacts(day(on), Decimal(amount)),),
        )  # fmt: skip
        ledger.record_documents(SYSTEM, self.creditor, self.source, [facts])

    def paid(self, name: str, amount: str, on: str, *, of: str = "", allocated: str = "", customer: int = 0) -> int:
        """Receive money; `of`: the invoice it pays, `allocated`: when, if not the day it came."""
        credit = self.document(name, f"-{amount}", on, kind="payment", issued=on, customer=customer)
        if of:
            self.allocate(of, name, amount, allocated or on)
        return credit

    def allocate(self, debit: str, credit: str, amount: str, on: str) -> int:
        return ledger.allocate(SYSTEM, debit_id=self.items[debit], credit_id=self.items[credit], amount=Decimal(amount), on=day(on))

    def took(self, name: str, position: int, on: str, *, customer: int = 0) -> None:
        """Say that an item had its steps up to a position, the last one on a day."""
        ended = EndedStep(self.items[name], position, day(on), StepEnd.DONE)
        end_without_action([(customer or self.customer, 0, ended, Followed(self.scenario, 0, self.steps))])

    def contact(
        self, channel: str, on: str, result: str = "sent", *, counts: bool = True, direction: str = "out", customer: int = 0
    ) -> None:
        owner = customer or self.customer
        record_contact(SYSTEM, ContactFact(self.creditor, owner, party_of(owner), channel, direction, result, counts, at(on)))

    def run(self, on: str, *, until: str = "", **options: bool) -> actions.RunReport:
        """Run the day; `until`: the day the facts are known to."""
        ledger.set_freshness(SYSTEM, self.source, true_until_on=day(until or on))
        ledger.re_age(SYSTEM, on=day(on))
        with stopped(day(on)):
            return actions.run_dunning(SYSTEM, on=day(on), creditor_ids=[self.creditor], **options)

    def send(self, on: str) -> None:
        """Approve what waits, and let it leave."""
        with stopped(day(on)):
            waiting = PlannedAction.objects.filter(creditor_id=self.creditor, state="to_approve")
            if ids := list(waiting.values_list("pk", flat=True)):
                actions.approve_actions(SYSTEM, ids, on=day(on))
            leave(on)

    def morning(self, on: str, **options: bool) -> str:
        """Run the day, let everything leave, and say what was decided about C1."""
        self.run(on, **options)
        said = self.said()
        self.send(on)
        return said

    def again(self, on: str, **options: bool) -> str:
        """Run the day whole, and say what was decided about C1."""
        self.run(on, full=True, **options)
        return self.said()

    def said(self, customer: int = 0) -> str:
        """Return the latest decision: « act r1 », « hold reply », « wait contact_gap »."""
        decision = Decision.objects.get(pk=customer or self.customer)
        key = f" {self.action(customer).step_key}" if decision.verdict == "act" else f" {decision.code}"
        return f"{decision.verdict}{key}"

    def action(self, customer: int = 0) -> PlannedAction:
        return PlannedAction.objects.filter(customer_id=customer or self.customer).latest("pk")

    def steps_of(self, name: str) -> list[str]:
        """Return the steps ended for an item: « r1 done 06/10 »."""
        rows = ItemStep.objects.filter(item_id=self.items[name]).order_by("round", "recorded_at", "position")
        return [f"{row.step_key} {row.how} {row.ended_on:%d/%m}" for row in rows]


def bounce(world: World, on: str) -> None:
    """Let the last message to C1 come back: nobody there."""
    action = PlannedAction.objects.filter(customer_id=world.customer, message_id__isnull=False).latest("pk")
    message = Message.objects.get(pk=action.message_id)
    said = Bounce(kind=BounceKind.HARD, recipient=message.recipient, code="5.1.1", detail="unknown user", about=())
    mark_bounced(SYSTEM, message, said, at=at(on))
    with stopped(day(on)):
        actions.take_back_bounced(SYSTEM)


def share_a_party(*worlds: World) -> None:
    """Make the customers of several creditors the same company."""
    Customer.objects.filter(pk__in=[world.customer for world in worlds]).update(party_id=party_of(worlds[0].customer))


def leave(on: str) -> None:
    with stopped(day(on)):
        actions.release(SYSTEM, on=day(on))
        deliver_ready(SYSTEM)
        actions.settle(SYSTEM)
        actions.take_back_bounced(SYSTEM)


def at(on: str, hour: int = 11) -> datetime:
    return datetime.combine(day(on), datetime.min.time(), PARIS).replace(hour=hour)


def party_of(customer_id: int) -> int:
    return customer_queries.customer(SYSTEM, customer_id).party_id
