"""Calls are always common (rule 6): several companies, one telephone, one call: one line, one script, one result, a step for each."""

import json
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.urls import reverse

from dunning.payers import CALL, scenario
from encaisse.audit.models import Entry
from encaisse.commitments.models import Promise
from encaisse.creditors import actions as creditors
from encaisse.customers import actions as customers
from encaisse.customers import queries as customer_queries
from encaisse.customers.models import Customer
from encaisse.customers.rules import NewContact
from encaisse.db import run_sql
from encaisse.db.clock import stopped
from encaisse.disputes.models import DisputedItem
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries as dunning_queries
from encaisse.dunning.models import ItemStep, PlannedAction
from encaisse.dunning.rules.calls import CallResult
from encaisse.kit.actor import Role
from encaisse.kit.money import Money
from encaisse.kit.refusals import NotFound
from encaisse.ledger import queries as ledger
from encaisse.workbench.actions import note_common_call, set_capacity
from encaisse.workbench.models import Call
from encaisse.workbench.queries import calls
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries.story import story
from encaisse.workbench.queries.team import team
from encaisse.workbench.rules.calls import Outcome
from encaisse.workbench.rules.common import Answer
from workbench.conftest import ON, SYSTEM, World

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
FRIDAY = date(2026, 11, 20)
NUMBER = "04 72 11 22 33"
IBANS = ("FR76 3000 6000 0112 3456 7890 189", "FR14 2004 1010 0505 0001 3M02 606", "FR76 3000 4000 0312 3456 7890 143")
COMPANIES = (("Lambert Négoce", "404833048"), ("Lambert Services", "732829320"))
LOUDER = scenario(replace(CALL, key="c2", level=2, offset_days=5, template="CALL:SECOND_OVERDUE"))


class Group:
    """Three companies of one organisation whose customers answer at one telephone: 1 000, 400 and 250 € are owed to them."""

    def __init__(self) -> None:
        self.lambert = World()
        self.collector = self.lambert.collector
        self.negoce, self.services = (World(name=name, siren=siren, collector=self.collector) for name, siren in COMPANIES)
        for company, iban in zip(self.companies, IBANS, strict=True):
            creditors.add_bank_account(SYSTEM, company.creditor, name="Banque", iban=iban, is_default=True)
        self.first = self.lambert.late("L1", "Garage Dupont", "1000", phone=NUMBER)
        self.second = self.negoce.late("N1", "Dupont SA", "400", phone="+33 4 72 11 22 33")

    @property
    def companies(self) -> tuple[World, ...]:
        return (self.lambert, self.negoce, self.services)

    def run(self, on: date = ON) -> None:
        for company in self.companies:
            company.fresh(on)
        self.lambert.run(on)

    def actor(self):
        return self.lambert.actor(self.collector)

    def work(self):
        return agenda.day_calls(self.actor(), on=ON)

    def action(self, customer_id: int) -> PlannedAction:
        return PlannedAction.objects.filter(customer_id=customer_id).latest("pk")

    def answer(self, customer_id: int, **values: object) -> Answer:
        return Answer(customer_id=customer_id, action_id=self.action(customer_id).pk, **values)

    def posted(self, **values: object) -> dict[str, object]:
        """Return what the cockpit sends for the first two companies."""
        also = {"also": self.second, f"also-{self.second}-action": self.action(self.second).pk}
        return {"action": self.action(self.first).pk, **also, **values}

    def note(self, **values: object):
        return self.lambert.browser().post(reverse("workbench:call_note", args=[self.first]), self.posted(**values), **HTMX)


@pytest.fixture
def group(db) -> Group:
    made = Group()
    made.run()
    return made


def test_two_companies_that_ring_at_one_number_are_one_line_the_largest_overdue_first(group):
    [line] = group.work().all
    assert (line.code, line.creditor_name, line.net_amount, line.stake) == ("L1", "Maison Lambert", Decimal(1000), Decimal(1400))
    assert [(each.code, each.creditor_name, each.net_amount) for each in line.others] == [("N1", "Lambert Négoce", Decimal(400))]
    page = group.lambert.browser().get("/").content.decode()
    assert len(re.findall(r"<tr data-row ", page)) == 1
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "Maison Lambert 1 000,00 €" in shown
    assert "Lambert Négoce 400,00 €" in shown


def test_the_screen_shows_each_company_in_its_block_with_its_net_and_its_iban(group):
    page = group.lambert.browser().get(reverse("workbench:call", args=[group.first])).content.decode()
    blocks = re.findall(r'<section class="call-account".*?</section>', page, re.DOTALL)
    for block, name, invoice, other, iban in zip(
        blocks, ("Maison Lambert", "Lambert Négoce"), ("F-L1", "F-N1"), ("F-N1", "F-L1"), IBANS, strict=False
    ):
        assert name in block
        assert invoice in block
        assert other not in block
        assert iban in block
    assert len(blocks) == 2
    assert page.count('id="script"') == 1


def test_opened_from_either_file_it_is_the_same_call(group):
    browser = group.lambert.browser()
    for customer_id in (group.first, group.second):
        page = browser.get(reverse("workbench:call", args=[customer_id])).content.decode()
        assert re.findall(r'id="call-form" method="post" action="([^"]+)"', page) == [reverse("workbench:call_note", args=[group.first])]


def test_one_result_ends_the_step_of_each_company(group):
    response = group.note(result="reached", reason="FORGOT", comment="La comptable règle tout vendredi", seconds="90")
    assert response.status_code == 200
    assert [group.action(pk).state for pk in (group.first, group.second)] == ["done", "done"]
    assert sorted(ItemStep.objects.values_list("customer_id", "how")) == [(group.first, "done"), (group.second, "done")]
    told = list(Call.objects.order_by("pk").values_list("customer_id", "result", "reason", "action_id", "seconds"))
    assert told == [
        (group.first, "reached", "FORGOT", group.action(group.first).pk, 90),
        (group.second, "reached", "FORGOT", group.action(group.second).pk, None),
    ]
    assert group.work().all == ()


def test_each_company_has_its_own_audit_and_its_own_line_of_story(group):
    group.note(result="reached", reason="FORGOT")
    first, second = Call.objects.order_by("pk")
    assert second.common_id == first.pk
    for did in ("call.noted", "call.told"):
        assert sorted(Entry.objects.filter(did=did).values_list("customer_id", flat=True)) == [group.first, group.second]
    assert [entry.change.get("made_with") for entry in Entry.objects.filter(did="call.told").order_by("pk")] == [None, first.pk]
    for customer_id, company in ((group.first, "Lambert Négoce"), (group.second, "Maison Lambert")):
        [shown] = [each for each in story(group.actor(), customer_id).rows if each.kind == "call"]
        assert company in shown.reference


def test_a_promise_is_taken_for_each_company(group):
    group.note(result="reached", promised_for="2026-11-20", promised_amount="600", given_by="Anne Martin")
    taken = list(Promise.objects.order_by("customer_id").values_list("customer_id", "amount", "promised_for", "given_by"))
    assert taken == [(group.first, Decimal(600), FRIDAY, "Anne Martin"), (group.second, Decimal(400), FRIDAY, "Anne Martin")]


def test_another_day_and_amount_are_promised_to_the_other_company(group):
    other = {f"also-{group.second}-promised_for": "2026-11-27", f"also-{group.second}-promised_amount": "150"}
    group.note(result="reached", promised_for="2026-11-20", **other)
    taken = list(Promise.objects.order_by("customer_id").values_list("customer_id", "amount", "promised_for"))
    assert taken == [(group.first, Decimal(1000), FRIDAY), (group.second, Decimal(150), date(2026, 11, 27))]


def test_a_reason_of_its_own_promises_nothing_to_that_company(group):
    group.note(result="reached", promised_for="2026-11-20", **{f"also-{group.second}-reason": "FORGOT"})
    assert list(Promise.objects.values_list("customer_id", flat=True)) == [group.first]
    assert Call.objects.get(customer_id=group.second).reason == "FORGOT"


def test_what_is_contested_is_contested_where_it_was_ticked(group):
    [item] = ledger.open_items(SYSTEM, customer_id=group.second)
    group.note(result="reached", reason="PRICE", disputes="on", ids=[item.id])
    assert list(DisputedItem.objects.values_list("customer_id", "item_id")) == [(group.second, item.id)]
    assert group.action(group.first).state == "done"


def test_nobody_there_is_one_attempt_for_each_and_it_comes_back_tomorrow(group):
    group.note(result="no_answer")
    assert [(group.action(pk).state, group.action(pk).attempts) for pk in (group.first, group.second)] == [("approved", 1)] * 2
    assert group.work().all == ()
    tomorrow = date(2026, 11, 18)
    with stopped(tomorrow):
        group.run(tomorrow)
        [line] = agenda.day_calls(group.actor(), on=tomorrow).all
    assert line.customer_ids == (group.first, group.second)


def test_a_call_back_is_agreed_for_both_at_its_hour(group):
    group.note(result="call_back", call_back_at="2026-11-17T15:00")
    [line] = group.work().call_backs
    assert line.call_back_at == datetime(2026, 11, 17, 15, tzinfo=ZoneInfo("Europe/Paris"))
    assert line.customer_ids == (group.first, group.second)


def test_it_counts_once_in_the_day_and_in_the_team(group):
    claire = group.lambert.actor(group.lambert.hire("claire", Role.CREDIT_MANAGER))
    [nadia] = [member for member in team(claire, on=ON) if member.person.name == "Nadia"]
    assert (nadia.load.waiting, agenda.call_count(group.actor(), on=ON)) == (1, 1)
    group.note(result="no_answer")
    day = agenda.day(group.actor(), on=ON)
    assert (day.calls_done, day.work.rolled_over) == (1, 0)
    [nadia] = [member for member in team(claire, on=ON) if member.person.name == "Nadia"]
    assert nadia.load.done == 1


def test_a_day_of_one_call_holds_both_companies(group):
    manager = group.lambert.actor(group.lambert.hire("claire", Role.CREDIT_MANAGER))
    set_capacity(manager, group.collector, 1, on=ON)
    group.lambert.late("L9", "Bar des Amis", "50")
    group.run()
    work = group.work()
    assert [line.customer_ids for line in work.all] == [(group.first, group.second)]
    assert work.rolled_over == 1


def test_it_counts_once_in_the_caps(group):
    party = Customer.objects.get(pk=group.first).party_id
    Customer.objects.filter(pk=group.second).update(party_id=party)
    group.note(result="no_answer")
    counted = run_sql("dunning.payer_contacts", payer_ids=[group.first], timezone="Europe/Paris", on=ON)
    assert [(row.channel, row.result) for row in counted] == [("call", "no_answer")]


def test_two_calls_of_one_company_at_one_instant_stay_two(group):
    for _ in range(2):
        group.lambert.browser().post(reverse("workbench:call_note", args=[group.first]), {"result": "no_answer"}, **HTMX)
    assert len(run_sql("dunning.payer_contacts", payer_ids=[group.first], timezone="Europe/Paris", on=ON)) == 2


def test_a_collector_who_sees_one_company_has_its_block_alone_and_the_other_call_stays(group):
    marc = group.lambert.hire("marc", Role.COLLECTOR)
    Customer.objects.filter(pk=group.second).update(collector_id=marc)
    [mine] = group.work().all
    [theirs] = agenda.day_calls(group.lambert.actor(marc), on=ON).all
    assert (mine.customer_ids, theirs.customer_ids) == ((group.first,), (group.second,))
    page = group.lambert.browser().get(reverse("workbench:call", args=[group.first])).content.decode()
    assert "F-N1" not in page
    assert "Lambert Négoce" not in page
    group.note(result="reached", reason="FORGOT")
    assert [group.action(pk).state for pk in (group.first, group.second)] == ["approved", "approved"], "who is not seen is not noted"
    group.lambert.browser().post(
        reverse("workbench:call_note", args=[group.first]),
        {"action": group.action(group.first).pk, "result": "reached", "reason": "FORGOT"},
    )
    assert [group.action(pk).state for pk in (group.first, group.second)] == ["done", "approved"]
    assert [line.customer_ids for line in agenda.day_calls(group.lambert.actor(marc), on=ON).all] == [(group.second,)]


def test_what_is_told_of_a_company_out_of_sight_is_that_there_was_one(group):
    group.note(result="reached", reason="FORGOT")
    marc = group.lambert.hire("marc", Role.COLLECTOR)
    Customer.objects.filter(pk=group.second).update(collector_id=marc)
    [shown] = [each for each in story(group.lambert.actor(marc), group.second).rows if each.kind == "call"]
    assert "Maison Lambert" not in shown.reference
    assert "une autre société" in shown.reference or "another company" in shown.reference


def test_the_highest_level_sets_the_script(group):
    louder = dunning.publish_scenario(
        SYSTEM, creditor_id=group.services.creditor, scenario=LOUDER, name_en="Louder", from_on=date(2026, 1, 1)
    )
    dunning.follow(SYSTEM, creditor_id=group.services.creditor, segment="SME", scenario_id=louder)
    third = group.services.late("S1", "Dupont & Fils", "250", phone=NUMBER)
    group.run()
    [line] = group.work().all
    assert (line.customer_ids, line.level, line.script_code) == ((group.first, group.second, third), 2, "CALL:SECOND_OVERDUE")
    shown = calls.prepared(group.actor(), customer_queries.customer(group.actor(), third), on=ON)
    assert (shown.customer.id, shown.script_code) == (group.first, "CALL:SECOND_OVERDUE")
    assert [each.iban for each in shown.accounts] == list(IBANS)
    assert shown.claims == (Money(Decimal(1650), "EUR"),)
    assert shown.spoken()["creditor"] == "Maison Lambert, Lambert Négoce et Lambert Services"


def test_another_number_is_another_call(group):
    other = group.negoce.late("N2", "Café du Port", "300")
    group.run()
    assert [line.customer_ids for line in group.work().all] == [(group.first, group.second), (other,)]


def test_a_number_changed_since_the_run_is_another_call_at_once(group):
    Customer.objects.get(pk=group.second).contacts.all().delete()
    customers.add_contact(SYSTEM, group.second, NewContact(name="Petit", is_main=True, phones=("04 72 99 88 77",)))
    assert [line.customer_ids for line in group.work().all] == [(group.first,), (group.second,)]


def test_running_again_moves_nothing(group):
    before = list(PlannedAction.objects.order_by("pk").values_list("pk", "state", "joins_id"))
    group.run()
    assert list(PlannedAction.objects.order_by("pk").values_list("pk", "state", "joins_id")) == before


def test_companies_that_do_not_share_messages_share_calls_all_the_same(group):
    dunning.set_joint(SYSTEM, group.negoce.creditor, joint=True)
    dunning.set_joint(SYSTEM, group.negoce.creditor, joint=False)
    assert [line.customer_ids for line in group.work().all] == [(group.first, group.second)]


def test_a_pin_on_either_customer_pins_the_line_and_comes_off(group):
    group.lambert.late("L9", "Bar des Amis", "5000")
    group.run()
    browser = group.lambert.browser()
    browser.post(reverse("workbench:day_order"), {"pin": group.second}, **HTMX)
    [line] = group.work().pinned
    assert (line.customer_ids, line.pinned_id) == ((group.first, group.second), group.second)
    page = browser.get("/").content.decode()
    assert f'name="unpin" value="{group.second}"' in page
    browser.post(reverse("workbench:day_order"), {"unpin": group.second}, **HTMX)
    assert group.work().pinned == ()


def test_a_common_call_is_moved_as_one_line(group):
    other = group.lambert.late("L9", "Bar des Amis", "5000")
    group.run()
    browser = group.lambert.browser()
    browser.post(reverse("workbench:day_order"), {"up": group.first}, **HTMX)
    assert [line.customer_id for line in group.work().all] == [group.first, other]
    for pinned in (group.second, other):
        browser.post(reverse("workbench:day_order"), {"pin": pinned}, **HTMX)
    browser.post(reverse("workbench:day_order"), {"down": group.first}, **HTMX)
    assert [line.customer_id for line in group.work().pinned] == [other, group.first]


def test_both_files_stand_at_the_same_place_of_the_day(group):
    group.lambert.late("L9", "Bar des Amis", "5000")
    group.run()
    for customer_id in (group.first, group.second):
        page = group.lambert.browser().get(reverse("workbench:day_around", args=[customer_id]), **HTMX).content.decode()
        assert ">2/2<" in page


def test_the_terminal_tells_it(group):
    out = StringIO()
    call_command("agenda", "--user", "nadia@lambert.example", "--json", stdout=out)
    [call] = json.loads(out.getvalue())["calls"]
    assert (call["customer"], call["creditor"], call["net_amount"]) == ("L1", "Maison Lambert", "1000.000")
    assert [(each["customer"], each["creditor"], each["net_amount"]) for each in call["others"]] == [("N1", "Lambert Négoce", "400.000")]
    out = StringIO()
    call_command("agenda", "--user", "nadia@lambert.example", stdout=out)
    assert "Lambert Négoce Dupont SA" in out.getvalue()


def test_the_explanation_tells_it(group):
    said = [str(sentence) for sentence in dunning_queries.explanation(SYSTEM, group.first, on=ON).sentences]
    assert "One call also for Dupont SA of Lambert Négoce: it rings at the same number." in said


def test_a_call_a_colleague_noted_meanwhile_is_refused_whole_and_shown_again_without_it(group):
    posted = group.posted(result="reached", reason="FORGOT")
    dunning.note_call(SYSTEM, group.action(group.second).pk, result=CallResult.REACHED, on=ON)
    response = group.lambert.browser().post(reverse("workbench:call_note", args=[group.first]), posted, **HTMX)
    assert response.status_code == 422
    assert (group.action(group.first).state, Call.objects.count()) == ("approved", 0)
    assert f'name="also" value="{group.second}"' not in response.content.decode()


def test_the_action_of_one_customer_is_not_noted_under_another(group):
    crossed = Answer(customer_id=group.second, action_id=group.action(group.first).pk)
    with pytest.raises(NotFound):
        note_common_call(
            group.actor(), group.first, Outcome(result=CallResult.NO_ANSWER), [crossed], on=ON, action_id=group.action(group.second).pk
        )


def test_a_wrong_number_is_wrong_for_each_and_both_steps_are_open_again(group):
    group.note(result="wrong_number")
    assert [group.action(pk).state for pk in (group.first, group.second)] == ["withdrawn", "withdrawn"]
    for customer_id in (group.first, group.second):
        assert customer_queries.best_address(SYSTEM, customer_id, "phone") is None


def test_without_javascript_the_same_form_notes_both(group):
    response = group.lambert.browser().post(
        reverse("workbench:call_note", args=[group.first]), group.posted(result="voicemail", place="day")
    )
    assert response.status_code == 302
    assert Call.objects.count() == 2
