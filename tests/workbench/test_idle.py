"""« Échus sans action depuis 30 jours »: late customers about whom nothing was done, and who should act."""

import json
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from python_calamine import CalamineWorkbook

from encaisse.commitments import actions as commitments
from encaisse.creditors import queries as creditors
from encaisse.customers import actions as customers
from encaisse.customers import queries as customer_queries
from encaisse.db.clock import stopped
from encaisse.disputes import actions as disputes
from encaisse.disputes.models import DisputeEvent
from encaisse.disputes.rules import reasons
from encaisse.kit.actor import Role, system_actor
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.messages.actions import ContactFact, record_contact
from encaisse.workbench.queries.idle import idle, idle_totals
from encaisse.workbench.rules.idle import Duty, LatePayer, UnknownDays, idle_payers, is_idle, who_acts

SYSTEM = system_actor()
ON = date(2026, 11, 17)
LONG_AGO, LATELY = ON - timedelta(days=45), ON - timedelta(days=12)


@pytest.mark.parametrize(
    ("oldest", "deeds", "idle_for_thirty_days"),
    [
        pytest.param(60, (), True, id="late and never spoken to"),
        pytest.param(60, (45,), True, id="the last call is too long ago"),
        pytest.param(60, (45, 12), False, id="somebody called twelve days ago"),
        pytest.param(60, (30,), True, id="thirty days ago is thirty days without action"),
        pytest.param(60, (29,), False, id="twenty-nine days ago is not"),
        pytest.param(12, (), False, id="who became late twelve days ago has not waited thirty"),
        pytest.param(30, (), True, id="thirty days late, thirty days alone"),
    ],
)
def test_who_is_left_alone(oldest, deeds, idle_for_thirty_days):
    payer = LatePayer(1, ON - timedelta(days=oldest), tuple(ON - timedelta(days=each) for each in deeds))
    assert is_idle(payer, on=ON) is idle_for_thirty_days


@pytest.mark.parametrize(
    ("told", "duty"),
    [
        pytest.param({"department": "logistics", "collector_id": 1, "salesperson_id": 2}, Duty.DEPARTMENT, id="whose answer is awaited"),
        pytest.param({"department": "", "collector_id": 1, "salesperson_id": 2}, Duty.COLLECTOR, id="the collector"),
        pytest.param({"department": "", "collector_id": None, "salesperson_id": 2}, Duty.SALESPERSON, id="nobody collects: sales"),
        pytest.param({"department": "", "collector_id": None, "salesperson_id": None}, Duty.NOBODY, id="to be given to somebody"),
    ],
)
def test_who_should_act(told, duty):
    assert who_acts(**told) is duty


def contact(world, pk: int, on: date, *, channel: str = "email", direction: str = "out") -> None:
    party = customer_queries.customer(SYSTEM, pk).party_id
    with stopped(on):
        record_contact(SYSTEM, ContactFact(
            creditor_id=world.creditor, customer_id=pk, party_id=party, channel=channel, direction=direction, result="sent", is_contact=True
        ))  # fmt: skip


def note(world, pk: int, on: date) -> None:
    with stopped(on):
        customers.write_note(SYSTEM, pk, "vu")


def promise(world, pk: int, on: date) -> None:
    item = ledger_queries.open_items(SYSTEM, customer_id=pk)[0].id
    commitments.make_promise(SYSTEM, item_ids=[item], amount=None, promised_for=ON + timedelta(days=3), on=on)


def dispute(world, pk: int, on: date) -> None:
    item = ledger_queries.open_items(SYSTEM, customer_id=pk)[0].id
    reason = next(code for code, each in reasons().items() if each.is_dispute)
    with stopped(on):
        disputes.open_dispute(SYSTEM, amounts={item: None}, reason=reason, on=on, calendar=creditors.calendar(SYSTEM, ""))
    DisputeEvent.objects.filter(customer_id=pk).update(at=datetime.combine(on, time(12), UTC))  # the database's own clock goes on


def reply(world, pk: int, on: date) -> None:
    contact(world, pk, on, direction="in")


DEEDS = {"a message": contact, "a note": note, "a promise": promise, "a dispute": dispute, "a reply": reply}


@pytest.fixture
def late(world) -> dict[str, int]:
    made = {name: world.customer(f"C{place}", f"Client {place}") for place, name in enumerate((*DEEDS, "nothing"))}
    for pk in made.values():
        world.invoice(pk, f"F{pk}", "100", ON - timedelta(days=60))
    ledger.refresh_balances(SYSTEM, on=ON)
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("when", [pytest.param(LATELY, id="lately"), pytest.param(LONG_AGO, id="long ago")])
def test_the_list_agrees_with_the_rule_on_every_kind_of_deed(world, late, when):
    for name, do in DEEDS.items():
        do(world, late[name], when)
    witness = [LatePayer(pk, ON - timedelta(days=60), () if name == "nothing" else (when,)) for name, pk in late.items()]
    assert {row.payer_id for row in idle(SYSTEM, on=ON)} == idle_payers(witness, on=ON)
    assert sum(total.payers for total in idle_totals(SYSTEM, on=ON)) == len(idle_payers(witness, on=ON))


@pytest.mark.django_db
def test_what_is_done_about_a_customer_counts_for_whoever_pays_for_it(world, late):
    customers.set_payer(SYSTEM, late["a note"], late["nothing"])
    note(world, late["a note"], LATELY)
    assert late["nothing"] not in {row.payer_id for row in idle(SYSTEM, on=ON)}


@pytest.mark.django_db
def test_what_a_payer_pays_for_others_is_one_row_and_a_deed_about_the_payer_is_about_all_of_it(world, late):
    payer = late["nothing"]
    customers.set_payer(SYSTEM, late["a note"], payer)
    assert {row.payer_id: row.overdue_amount for row in idle(SYSTEM, on=ON)}[payer] == 200
    assert late["a note"] not in {row.payer_id for row in idle(SYSTEM, on=ON)}
    note(world, payer, LATELY)
    assert payer not in {row.payer_id for row in idle(SYSTEM, on=ON)}


@pytest.mark.django_db
def test_a_number_of_days_that_makes_no_sense_is_refused():
    with pytest.raises(UnknownDays):
        idle(SYSTEM, on=ON, days=0)


@pytest.mark.django_db
def test_the_page_the_export_and_the_command_say_who_should_act(world, late):
    dispute(world, late["a dispute"], LONG_AGO)
    browser = world.browser(world.hire("marc", Role.CREDIT_MANAGER))
    page = browser.get(reverse("workbench:idle"), {"days": "30"}).content.decode()
    assert ("Client 0" in page, "Nadia" in page, "jamais" in page) == (True, True, True)
    answer = browser.get(reverse("workbench:idle_export"), {"days": "30"})
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(1).to_python()
    cells = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    told = cells["C0"]
    assert (told["Qui doit agir"], told["Échu"], ON - timedelta(days=60) in told.values()) == ("Nadia", 100, True)
    out = StringIO()
    call_command("idle", "--on", ON.isoformat(), "--json", stdout=out)
    told = {each["customer"]: each for each in json.loads(out.getvalue())["customers"]}
    assert (told["C0"]["duty"], told["C3"]["duty"], told["C3"]["last_action"]) == ("collector", "department", "dispute")
