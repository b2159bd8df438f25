"""The worked morning of Tuesday 17 November 2026, lived on the tables: facts recorded by dates, then the run, twice."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from dunning.payers import R1_AT, email, scenario, step
from dunning.payers import SME as BARE
from encaisse.commitments import actions as commitments
from encaisse.commitments.rules import Instalment
from encaisse.creditors import actions as creditors
from encaisse.customers import actions as customers
from encaisse.customers import queries as customer_queries
from encaisse.customers.models import Customer
from encaisse.customers.rules import NewContact, NewCustomer
from encaisse.db.clock import stopped
from encaisse.disputes import actions as disputes
from encaisse.dunning import actions, queries
from encaisse.dunning.actions.steps import end_steps_of, end_without_action
from encaisse.dunning.models import Decision, ItemProgress, ItemStep, LetterFact, PlannedAction
from encaisse.dunning.queries import verifying
from encaisse.dunning.queries.scenarios import Followed
from encaisse.dunning.rules.decisions import EndedStep
from encaisse.dunning.rules.freshness import StaleFacts
from encaisse.dunning.rules.scenario import Channel, Step
from encaisse.dunning.rules.values import StepEnd
from encaisse.kit.actor import system_actor
from encaisse.kit.dates import working_days
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts
from encaisse.messages.actions import ContactFact, deliver_ready, record_contact

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = system_actor()
TEMPLATES = {"r1": "REMIND1_EMAIL", "call": "CALL:FIRST_OVERDUE", "r2": "REMIND2_EMAIL", "sales": "SALES_EMAIL", "cfo": "CFO_EMAIL"}
SME = replace(BARE, steps=tuple(replace(step, template=TEMPLATES[step.key]) for step in BARE.steps))
PARIS = ZoneInfo("Europe/Paris")
CALENDAR = working_days()


def day(text: str) -> date:
    number, month = map(int, text.split("/"))
    return date(2026, month, number)


class World:
    """One creditor, one customer, and what happened to them."""

    def __init__(self) -> None:
        self.creditor = creditors.create_creditor(
            SYSTEM,
            creditors.NewCreditor(
                name="Maison Lambert",
                siren="552100554",
                email="compta@lambert.example",
                phone="04 72 00 00 00",
                is_demonstration=True,
                city="Lyon",
            ),
        )
        self.scenario = actions.publish_scenario(SYSTEM, creditor_id=self.creditor, scenario=SME, name_en="SME", from_on=date(2026, 1, 1))
        actions.follow(SYSTEM, creditor_id=self.creditor, segment="", scenario_id=self.scenario)
        actions.close_go_live(SYSTEM, creditor_id=self.creditor, on=day("1/9"), supervised=False)
        self.customer = customers.create_customer(SYSTEM, self.creditor, NewCustomer(code="C1", name="Garage Dupont", segment=""))
        customers.add_contact(
            SYSTEM,
            self.customer,
            NewContact(name="Martin", salutation="Madame Martin", is_main=True, emails=("martin@dupont.example",), phones=("0472000001",)),
        )
        self.source = ledger.source(SYSTEM, self.creditor, kind="csv", name="erp")
        self.items: dict[str, int] = {}

    def document(self, name: str, amount: str, due: str, *, kind: str = "invoice", issued: str = "") -> int:
        issued_on = day(issued) if issued else date(2026, 8, 31)
        document = DocumentFacts(
            customer_id=self.customer, kind=kind, number=name, issued_on=issued_on, amount=Decimal(amount), source_key=name,
            parts=(PartFacts(day(due), Decimal(amount)),),
        )  # fmt: skip
        recorded = ledger.record_documents(SYSTEM, self.creditor, self.source, [document])
        pk = recorded.document_ids[self.customer, name]
        self.items[name] = next(item.id for item in ledger_queries.open_items(SYSTEM, customer_id=self.customer) if item.document_id == pk)
        return self.items[name]

    def took(self, name: str, position: int, on: str) -> None:
        end_without_action(
            [(self.customer, 0, EndedStep(self.items[name], position, day(on), StepEnd.DONE), Followed(self.scenario, 0, SME))]
        )

    def contact(self, channel: str, on: str, result: str = "sent") -> None:
        record_contact(
            SYSTEM,
            ContactFact(
                self.creditor, self.customer, customers_party(self.customer), channel, "out", result, True,
                datetime.combine(day(on), datetime.min.time(), PARIS).replace(hour=11),
            ),
        )  # fmt: skip

    def run(self, on: str, **options: bool) -> actions.RunReport:
        ledger.set_freshness(SYSTEM, self.source, true_until_on=day(on))
        ledger.re_age(SYSTEM, on=day(on))
        with stopped(day(on)):
            return actions.run_dunning(SYSTEM, on=day(on), **options)


def customers_party(customer_id: int) -> int:
    return customer_queries.customer(SYSTEM, customer_id).party_id


@pytest.fixture
def world() -> World:
    world = World()
    world.document("A", "10000", "30/9")
    world.document("E", "600", "18/10")
    world.document("B", "1200", "31/10")
    world.document("C", "800", "12/11")
    world.document("D", "2500", "30/11")
    world.document("AV", "-500", "2/11", kind="credit_note", issued="2/11")
    world.took("A", 3, "19/10")
    world.took("E", 3, "6/11")
    world.took("B", 1, "10/11")
    disputes.open_dispute(SYSTEM, amounts={world.items["E"]: Decimal(200)}, reason="PRICE", on=day("2/11"), calendar=CALENDAR)
    commitments.make_promise(SYSTEM, item_ids=[world.items["A"]], amount=Decimal(6000), promised_for=day("9/11"), on=day("30/10"))
    world.contact("email", "3/11")
    world.contact("call", "10/11", "reached")
    payment = world.document("VIR", "-6000", "10/11", kind="payment", issued="10/11")
    ledger.allocate(SYSTEM, debit_id=world.items["A"], credit_id=payment, amount=Decimal(6000), on=day("10/11"))
    return world


def test_monday_nothing_leaves(world: World) -> None:
    report = world.run("16/11")
    assert (dict(report.planned), dict(report.held)) == ({}, {"part_payment": 1})


def test_tuesday_one_draft_at_level_3_asks_5900_net(world: World) -> None:
    world.run("16/11")
    report = world.run("17/11")
    assert dict(report.planned) == {"email": 1}
    [draft], total = queries.actions_to_approve(SYSTEM)
    assert (total, draft.level, draft.net_amount, draft.state) == (1, 3, Decimal(5900), "to_approve")
    listed = [(item.reference, item.section, item.amount, item.own_level) for item in queries.action_items(SYSTEM, [draft.id])[draft.id]]
    assert listed == [
        ("A", "claimed", Decimal(4000), 3),
        ("E", "claimed", Decimal(400), 3),
        ("B", "claimed", Decimal(1200), 2),
        ("C", "also_due", Decimal(800), 1),
        ("E", "disputed", Decimal(200), None),
        ("AV", "credit", Decimal(-500), None),
        ("D", "to_come", Decimal(2500), None),
    ]


def test_running_twice_moves_nothing(world: World) -> None:
    world.run("17/11")
    before = list(PlannedAction.objects.order_by("id").values())
    again = world.run("17/11")
    assert (again.decided, dict(again.planned)) == (0, {})
    assert list(PlannedAction.objects.order_by("id").values()) == before
    full = world.run("17/11", full=True)
    assert (full.decided, dict(full.planned)) == (1, {"email": 1})
    assert list(PlannedAction.objects.order_by("id").values()) == before


def test_a_dry_run_takes_the_same_decision_and_writes_nothing(world: World) -> None:
    report = world.run("17/11", dry_run=True)
    assert (report.is_dry, dict(report.planned), PlannedAction.objects.count()) == (True, {"email": 1}, 0)


def test_an_approved_draft_leaves_ends_the_steps_and_the_next_day_waits(world: World) -> None:
    world.run("17/11")
    [draft], _ = queries.actions_to_approve(SYSTEM)
    with stopped(day("17/11")):
        assert actions.approve_actions(SYSTEM, [draft.id], on=day("17/11")).approved == 1
        released = actions.release(SYSTEM, on=day("17/11"))
        assert (released.queued, released.withdrawn, released.failed) == (1, 0, 0), PlannedAction.objects.get().reason
        assert deliver_ready(SYSTEM).trapped == 1
        assert actions.settle(SYSTEM) == 1
    steps = {(row.item_id, row.step_key): (row.level, row.how, row.ended_on) for row in ItemStep.objects.filter(planned_action_id=draft.id)}
    assert steps == {
        (world.items["A"], "cfo"): (3, "done", day("17/11")),
        (world.items["E"], "cfo"): (3, "done", day("17/11")),
        (world.items["B"], "r2"): (2, "replaced", day("17/11")),
        (world.items["C"], "r1"): (1, "replaced", day("17/11")),
    }
    report = world.run("18/11")
    assert dict(report.planned) == {}


def test_stale_facts_stop_the_run_unless_accepted(world: World) -> None:
    ledger.set_freshness(SYSTEM, world.source, true_until_on=day("9/11"))
    with pytest.raises(StaleFacts) as refused, stopped(day("17/11")):
        actions.run_dunning(SYSTEM, on=day("17/11"))
    assert refused.value.exit_code == 3


def test_verify_finds_no_difference_after_a_story(world: World) -> None:
    world.run("17/11")
    assert verifying.differences(SYSTEM).differences == ()


def test_verify_sees_a_payer_that_was_wrongly_skipped(world: World) -> None:
    world.run("16/11")
    with stopped(day("16/11")):
        assert verifying.differences(SYSTEM).differences == ()
        Decision.objects.update(code="closure", until_on=day("30/11"))
        [difference] = verifying.differences(SYSTEM).differences
    assert (difference.kept, difference.facts) == ("hold closure", "hold part_payment")


def test_verify_looks_at_a_demonstration_company_on_the_day_it_stands_on(world: World) -> None:
    world.run("16/11")
    Decision.objects.update(code="closure", until_on=day("18/11"))
    with stopped(day("27/11")):
        [difference] = verifying.differences(SYSTEM).differences
    assert (difference.kept, difference.facts) == ("hold closure", "hold part_payment")


def test_a_call_left_untouched_ends_its_own_step_only_and_the_next_one_is_due(world: World) -> None:
    world.run("17/11")
    draft = PlannedAction.objects.get()
    assert draft.state == "to_approve"
    report = world.run("25/11")
    assert PlannedAction.objects.get(pk=draft.pk).state == "not_done"
    ended = {(row.item_id, row.step_key, row.how) for row in ItemStep.objects.filter(planned_action_id=draft.pk)}
    assert ended == {(world.items["A"], "cfo", "not_done"), (world.items["E"], "cfo", "not_done")}
    assert sum(report.planned.values()) + sum(report.held.values()) + report.waiting == 1


def moved_to(world: World, *steps: Step) -> int:
    """Give the customer a scenario of its own, whose steps are spelt as those of the scenario it leaves."""
    other = replace(scenario(*steps), code="OTHER")
    other_id = actions.publish_scenario(SYSTEM, creditor_id=world.creditor, scenario=other, name_en="Other", from_on=date(2026, 1, 1))
    actions.give_scenario(SYSTEM, world.customer, scenario_id=other_id, reason="accord", on=day("16/10"))
    return other_id


def test_rule_18_another_scenario_goes_on_by_the_level_not_by_a_step_spelt_alike() -> None:
    world = World()
    world.document("A", "10000", "30/9")
    world.took("A", R1_AT, "5/10")
    moved_to(
        world,
        email("r1", 1, 2, template="REMIND1_EMAIL"),
        step(1, "call", 1, 4, Channel.CALL, template="CALL:FIRST_OVERDUE"),
        email("r2", 2, 6, template="REMIND2_EMAIL"),
    )
    world.run("20/10")
    assert PlannedAction.objects.get().step_key == "r2"


def test_rule_18_a_new_version_of_the_same_scenario_goes_on_after_the_same_step() -> None:
    world = World()
    world.document("A", "10000", "30/9")
    world.took("A", R1_AT, "5/10")
    world.run("20/10")
    assert PlannedAction.objects.get().step_key == "call"


def test_rule_18_a_step_spelt_as_one_done_elsewhere_is_done_once_and_the_item_moves_on() -> None:
    world = World()
    world.document("A", "10000", "30/9")
    world.took("A", R1_AT, "5/10")
    other_id = moved_to(world, email("r1", 2, 6, template="REMIND2_EMAIL"))
    world.run("20/10")
    planned = PlannedAction.objects.get()
    assert (planned.step_key, planned.level) == ("r1", 2)
    assert end_steps_of([planned.pk], how="done", on=day("20/10")) == 1
    kept = ItemProgress.objects.get()
    assert (kept.last_level, kept.last_scenario_id, kept.last_ended_on) == (2, other_id, day("20/10"))
    with stopped(day("20/10")):
        assert verifying.differences(SYSTEM).differences == ()


def missed(world: World) -> int:
    """Put A in a plan of two instalments, the first one not paid."""
    world.document("A", "10000", "30/9")
    half = Decimal(5000)
    instalments = [Instalment(1, day("20/10"), half), Instalment(2, date(2027, 1, 20), half)]
    plan_id = commitments.propose_plan(SYSTEM, item_ids=[world.items["A"]], instalments=instalments)
    commitments.accept_plan(SYSTEM, plan_id, on=day("5/10"), acceptance={"by": "Mme Martin"})
    Customer.objects.update(street="2 rue Basse", postcode="69001", city="Lyon")
    return plan_id


def ended(world: World, on: str, *, state: str) -> PlannedAction:
    action = PlannedAction.objects.latest("id")
    PlannedAction.objects.filter(pk=action.pk).update(state=state, ended_on=day(on))
    return action


def planned_on(world: World, on: str) -> str | None:
    world.run(on, full=True)
    return PlannedAction.objects.filter(state__in=["to_approve", "approved"]).values_list("step_key", flat=True).first()


def test_rule_12_a_missed_instalment_is_called_then_noticed_once_and_the_plan_falls_when_the_notice_has_run() -> None:
    world = World()
    missed(world)
    assert planned_on(world, "26/10") == "plan.call"
    ended(world, "26/10", state="done")
    assert planned_on(world, "3/11") == "plan.notice"
    notice = ended(world, "3/11", state="sent")
    assert planned_on(world, "10/11") is None  # sent once: without a day of presentation nothing follows but a task
    LetterFact.objects.create(
        creditor_id=world.creditor, customer_id=world.customer, planned_action_id=notice.pk, outcome="unclaimed", happened_on=day("5/11")
    )
    assert planned_on(world, "13/11") is None
    assert planned_on(world, "16/11") == "plan.acceleration"
    ended(world, "16/11", state="done")
    assert planned_on(world, "20/11") not in {None, "plan.acceleration", "plan.notice", "plan.call"}  # dunned as before
