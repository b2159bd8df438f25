"""Rule 17: what was born before the judgment stops for good; what came later lives normally."""

from decimal import Decimal

import pytest

from dunning.payers import day
from dunning.world import SYSTEM, World, leave, share_a_party
from encaisse.commitments import actions as commitments
from encaisse.commitments.rules import Instalment
from encaisse.customers import actions as customers
from encaisse.customers.queries import customer
from encaisse.db.clock import stopped
from encaisse.dunning import queries
from encaisse.dunning.models import Decision
from encaisse.dunning.queries.verifying import differences
from encaisse.proceedings import actions as proceedings
from encaisse.proceedings.queries import insolvency
from encaisse.proceedings.rules import InsolvencyKind

pytestmark = pytest.mark.django_db(transaction=True)


def judged(world: World, on: str, *, noted: str = "", customer: int = 0) -> int:
    known = day(noted or on)
    with stopped(known):
        return proceedings.note_insolvency(
            SYSTEM, customer or world.customer, kind=InsolvencyKind.LIQUIDATION, judgment_on=day(on), on=known
        )


def test_rule_17_what_was_born_before_the_judgment_is_asked_no_more(world):
    judged(world, "15/9", noted="5/10")
    world.run("6/10")
    decision = Decision.objects.get()
    assert (world.said(), decision.reason["figures"]) == ("hold insolvency", {"judgment_on": "2026-09-15"})
    assert world.again("15/12") == "hold insolvency"


def test_rule_17_an_invoice_issued_after_the_judgment_is_dunned_normally_and_alone(world):
    judged(world, "15/9", noted="18/9")
    world.document("B", "300", "1/10", issued="16/9")
    assert world.again("6/10") == "act r1"
    listed = {row.reference: row.section for row in queries.action_items(SYSTEM, [world.action().pk])[world.action().pk]}
    assert (world.action().net_amount, listed["B"]) == (300, "claimed")
    assert listed.get("A") != "claimed"


def test_rule_17_a_judgment_noted_after_the_approval_stops_the_message_before_it_leaves(world):
    world.run("6/10")
    judged(world, "2/10", noted="6/10")
    leave("6/10")
    assert (world.action().state, world.said()) == ("withdrawn", "hold insolvency")


def test_rule_17_the_judgment_is_that_of_the_company_whichever_creditor_noted_it(world):
    other = World(name="Lambert Négoce", siren="404833048")
    other.document("N", "500", "1/10")
    share_a_party(world, other)
    world.run("6/10")
    judged(other, "15/9", noted="6/10")
    world.run("6/10")
    assert world.said() == "hold insolvency"
    assert customer(SYSTEM, world.customer).party_id == customer(SYSTEM, other.customer).party_id


def test_rule_17_the_judgment_is_that_of_every_account_of_the_same_siren(world):
    """Two accounts of one legal entity, each its own payer: the judgment is noted on one, both stop."""
    customers.update_customer(SYSTEM, world.customer, siren="542107651")
    agency = world.add("C2", "Garage Dupont, agence", siren="542107651", emails=("agence@dupont.example",))
    world.document("B", "700", "1/10", customer=agency)
    world.run("6/10")
    assert (world.said(), world.said(agency)) == ("act r1", "act r1")
    judged(world, "15/9", noted="6/10")
    world.run("6/10")
    assert (world.said(), world.said(agency)) == ("hold insolvency", "hold insolvency")


def test_rule_17_a_customer_of_a_sound_payer_stops_for_what_it_owes_itself(world):
    member = world.add("C2", "Dupont Pièces", emails=("pieces@dupont.example",))
    customers.set_payer(SYSTEM, member, world.customer)
    world.document("B", "700", "1/10", customer=member)
    judged(world, "15/9", noted="5/10", customer=member)
    world.document("C", "40", "1/10", issued="15/9", customer=member)
    assert world.again("6/10") == "act r1"
    listed = {row.reference: row.section for row in queries.action_items(SYSTEM, [world.action().pk])[world.action().pk]}
    assert (world.action().net_amount, listed["A"], listed["C"]) == (1040, "claimed", "claimed")
    assert listed.get("B") != "claimed"


def test_rule_17_a_corrected_siren_takes_its_judgment_along_and_the_whole_company_is_decided_again(world):
    agency = world.add("C2", "Garage Dupont, agence", siren="542107651", emails=("agence@dupont.example",))
    world.document("B", "700", "1/10", customer=agency)
    noted = judged(world, "15/9", noted="5/10")
    world.run("6/10")
    assert (world.said(), world.said(agency)) == ("hold insolvency", "act r1")
    customers.update_customer(SYSTEM, world.customer, siren="542107651")
    world.run("6/10")
    assert (world.said(), world.said(agency)) == ("hold insolvency", "hold insolvency")
    proceedings.withdraw_insolvency(SYSTEM, noted, why="procédure close")
    world.run("6/10")
    assert (world.said(), world.said(agency)) == ("act r1", "act r1")


def test_rule_17_the_time_machine_stops_on_the_day_the_judgment_was_known(world):
    judged(world, "7/10")
    judgment = insolvency(SYSTEM, world.customer)
    assert judgment is not None
    asked = queries.Asked(world.creditor, (None,), day("1/10"), day("30/11"))
    assert dict(queries.replayed(SYSTEM, asked).lanes[0].lane.levels) == {1: 1}
    with stopped(day("20/10")):
        proceedings.withdraw_insolvency(SYSTEM, judgment.id, why="homonyme")
    assert max(queries.replayed(SYSTEM, asked).lanes[0].lane.levels) > 1


def test_rule_17_a_plan_agreed_before_the_judgment_is_no_call_although_later_invoices_live(world):
    with stopped(day("5/10")):
        plan_id = commitments.propose_plan(SYSTEM, item_ids=[world.items["A"]], instalments=[Instalment(1, day("8/10"), Decimal(1000))])
        commitments.accept_plan(SYSTEM, plan_id, on=day("5/10"), acceptance={"by": "Mme Martin"})
    judged(world, "7/10")
    world.document("B", "300", "8/10", issued="7/10")
    assert world.again("13/10") == "act r1"


def test_rule_17_taken_back_the_account_is_dunned_again_where_it_was(world):
    noted = judged(world, "15/9", noted="5/10")
    world.run("6/10")
    proceedings.withdraw_insolvency(SYSTEM, noted, why="homonyme")
    world.run("6/10")
    assert world.said() == "act r1"
    with stopped(day("6/10")):
        assert differences(SYSTEM).differences == ()
