"""A scenario written, proposed, approved and applied the next morning: who may, what changes for whom, and what stays as it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from dunning.pages import HTMX, MAIL, ON, SYSTEM, Company
from dunning.payers import scenario
from encaisse.audit.models import Entry
from encaisse.db.clock import stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.actions.steps import end_steps_of
from encaisse.dunning.models import Decision, ItemProgress, ItemStep, PlannedAction, ScenarioVersion
from encaisse.dunning.queries.payers import payer_ids_to_decide
from encaisse.dunning.rules.checking import OffsetsNotGrowing
from encaisse.dunning.rules.scenario import Level, StepMode
from encaisse.dunning.rules.versions import (
    AlreadyInForce,
    AppliesTooEarly,
    DraftWaits,
    EveryonesScenario,
    NothingChanges,
    NotToSettle,
    StillFollowed,
)
from encaisse.dunning.rules.who_changes import Shift
from encaisse.kit.actor import Actor, Role
from encaisse.kit.refusals import NotAllowed, NotFound
from encaisse.ledger.models import OpenItem
from encaisse.people.queries import actor_of

pytestmark = pytest.mark.django_db
TOMORROW = date(2026, 11, 18)
DAY = timedelta(days=1)
LINE = scenario(
    MAIL,
    replace(MAIL, key="r2", level=Level.R2, offset_days=20, template="REMIND2_EMAIL"),
    replace(MAIL, key="cfo", level=Level.R3, offset_days=40, template="CFO_EMAIL"),
)


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with stopped(ON):
        yield ON


@pytest.fixture
def company(db: None) -> Company:
    return Company()


@pytest.fixture
def line(company: Company) -> int:
    return company.follow(LINE, "LINE")


def late(company: Company, name: str, days: int) -> int:
    """Make a customer with one invoice so many days late."""
    pk = company.customer(name.upper(), name)
    company.invoice(pk, f"F-{name}", "1000", ON - days * DAY)
    return pk


def person(company: Company, role: Role) -> Actor:
    return actor_of(company.hire(role), on=ON)


def draft_with_r2_at(actor: Actor, scenario_id: int, offset: int) -> None:
    actions.start_draft(actor, scenario_id, on=ON)
    actions.change_step(actor, scenario_id, "r2", step=replace(LINE.steps[1], offset_days=offset))


def in_force(scenario_id: int, on: date) -> int | None:
    card = queries.version_in_force(SYSTEM, scenario_id, on=on)
    return card and card.version_no


# Who may ----------------------------------------------------------------------------------------------------------------


def test_what_a_credit_manager_drafts_applies_only_once_the_cfo_approves_it(company: Company, line: int) -> None:
    manager, cfo = person(company, Role.CREDIT_MANAGER), person(company, Role.CFO)
    draft_with_r2_at(manager, line, 25)
    assert actions.propose_version(manager, line, from_on=TOMORROW, comment="trop tôt") is False
    assert in_force(line, TOMORROW) == 1
    with pytest.raises(NotAllowed):
        actions.approve_version(manager, line, from_on=TOMORROW)
    actions.approve_version(cfo, line, from_on=TOMORROW)
    assert (in_force(line, ON), in_force(line, TOMORROW)) == (1, 2)
    told = list(Entry.objects.filter(subject_kind="scenario", subject_id=line).order_by("id").values_list("did", flat=True))
    assert told[-4:] == ["scenario.drafted", "scenario.draft_changed", "scenario.proposed", "scenario.published"]


def test_whoever_works_alone_publishes_at_once(company: Company, line: int) -> None:
    alone = replace(person(company, Role.CREDIT_MANAGER), works_alone=True)
    grants = {permission: replace(grant, also_approves=True) for permission, grant in alone.grants.items()}
    alone = replace(alone, grants=grants)
    draft_with_r2_at(alone, line, 25)
    assert actions.propose_version(alone, line, from_on=TOMORROW) is True
    assert in_force(line, TOMORROW) == 2


def test_nobody_but_an_approver_publishes_without_a_draft(company: Company, line: int) -> None:
    manager = actor_of(company.hire(Role.CREDIT_MANAGER), on=ON)
    with pytest.raises(NotAllowed):
        actions.publish_scenario(manager, creditor_id=company.creditor, scenario=LINE, name_en="x", from_on=ON)


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.CFO, Role.SALESPERSON, Role.AUDITOR, Role.ADMIN])
def test_only_whoever_acts_on_scenarios_writes_them(company: Company, line: int, role: Role) -> None:
    with pytest.raises(NotAllowed):
        actions.start_draft(person(company, role), line, on=ON)


def publish_as(actor: Actor, creditor_id: int | None, *, from_on: date = TOMORROW) -> int:
    return actions.publish_scenario(actor, creditor_id=creditor_id, scenario=LINE, name_en="LINE", from_on=from_on)


def test_whoever_approves_scenarios_publishes_without_a_draft_within_their_companies_and_from_tomorrow_on(
    company: Company, line: int
) -> None:
    cfo = replace(person(company, Role.CFO), all_creditors=False, creditors=frozenset({company.creditor}))
    with pytest.raises(EveryonesScenario):
        publish_as(cfo, None)
    with pytest.raises(NotFound):
        publish_as(replace(cfo, creditors=frozenset()), company.creditor)
    with pytest.raises(AppliesTooEarly):
        publish_as(cfo, company.creditor, from_on=ON)
    assert in_force(publish_as(cfo, company.creditor), TOMORROW) == 1


def test_a_scenario_of_everyone_is_not_changed_by_whoever_looks_after_one_company(company: Company, line: int) -> None:
    manager = replace(person(company, Role.CREDIT_MANAGER), all_creditors=False, creditors=frozenset({company.creditor}))
    actions.install_scenarios(SYSTEM)
    everyones = next(card for card in queries.scenario_cards(manager) if card.creditor_id is None)
    with pytest.raises(EveryonesScenario):
        actions.start_draft(manager, everyones.id, on=ON)
    draft_with_r2_at(manager, line, 25)


# From when --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [ON, ON - DAY])
def test_a_version_applies_tomorrow_at_the_earliest(company: Company, line: int, day: date) -> None:
    draft_with_r2_at(SYSTEM, line, 25)
    with pytest.raises(AppliesTooEarly):
        actions.propose_version(SYSTEM, line, from_on=day)


def test_a_draft_that_breaks_a_rule_is_kept_but_not_published(company: Company, line: int) -> None:
    actions.start_draft(SYSTEM, line, on=ON)
    ScenarioVersion.objects.get(scenario=line, state="draft").steps.filter(step_key="cfo").update(offset_days=1)
    with pytest.raises(OffsetsNotGrowing):
        actions.propose_version(SYSTEM, line, from_on=TOMORROW)


def test_a_draft_that_changes_nothing_is_not_published(company: Company, line: int) -> None:
    actions.start_draft(SYSTEM, line, on=ON)
    with pytest.raises(NothingChanges):
        actions.propose_version(SYSTEM, line, from_on=TOMORROW)


def test_a_version_that_waits_is_not_changed_until_it_is_taken_back(company: Company, line: int) -> None:
    manager = person(company, Role.CREDIT_MANAGER)
    draft_with_r2_at(manager, line, 25)
    actions.propose_version(manager, line, from_on=TOMORROW)
    with pytest.raises(DraftWaits):
        actions.remove_step(manager, line, "r2")
    actions.take_back_version(manager, line)
    actions.remove_step(manager, line, "r2")
    with pytest.raises(NotToSettle):
        actions.approve_version(person(company, Role.CFO), line, from_on=TOMORROW)


def test_a_version_to_come_is_cancelled_or_gives_way_to_another_but_one_in_force_stays(company: Company, line: int) -> None:
    draft_with_r2_at(SYSTEM, line, 25)
    actions.propose_version(SYSTEM, line, from_on=TOMORROW + 7 * DAY)
    second = ScenarioVersion.objects.get(scenario=line, version_no=2)
    draft_with_r2_at(SYSTEM, line, 30)
    actions.propose_version(SYSTEM, line, from_on=TOMORROW)
    second.refresh_from_db()
    assert second.state == "cancelled"
    third = ScenarioVersion.objects.get(scenario=line, version_no=3)
    with stopped(TOMORROW), pytest.raises(AlreadyInForce):
        actions.cancel_version(SYSTEM, third.pk)
    actions.cancel_version(SYSTEM, third.pk)
    assert in_force(line, TOMORROW + 30 * DAY) == 1


def test_a_scenario_that_is_followed_is_not_archived(company: Company, line: int) -> None:
    with pytest.raises(StillFollowed):
        actions.archive_scenario(SYSTEM, line, on=ON)
    copy = actions.create_scenario(
        SYSTEM, creditor_id=company.creditor, code="COPY", name_fr="Copie", name_en="Copy", copied_from=line, on=ON
    )
    actions.archive_scenario(SYSTEM, copy, on=ON)
    assert copy not in {card.id for card in queries.scenario_cards(SYSTEM)}
    assert [card.id for card in queries.scenario_cards(SYSTEM, archived=True)] == [copy]


# What it changes: rule 18 by dates ---------------------------------------------------------------------------------------


def run(on: date) -> None:
    with stopped(on):
        actions.run_dunning(SYSTEM, on=on, accept_stale=True)


def acts(payer: int) -> list[tuple[date, str, str]]:
    rows = PlannedAction.objects.filter(customer_id=payer).exclude(state="withdrawn").order_by("decided_on")
    return list(rows.values_list("decided_on", "step_key", "state"))


def test_the_morning_a_version_applies_whoever_waited_is_decided_again(company: Company, line: int) -> None:
    waits = late(company, "Wait", 3)
    run(ON)
    assert Decision.objects.get(customer_id=waits).verdict == "wait"
    Decision.objects.update(decided_at=datetime(2099, 1, 1, tzinfo=UTC))  # no fact was recorded since
    actions.start_draft(SYSTEM, line, on=ON)
    actions.change_step(SYSTEM, line, "r1", step=replace(LINE.steps[0], offset_days=4))
    actions.propose_version(SYSTEM, line, from_on=TOMORROW)
    assert waits not in payer_ids_to_decide(SYSTEM, company.creditor, on=ON, full=False)
    assert waits in payer_ids_to_decide(SYSTEM, company.creditor, on=TOMORROW, full=False)


def test_a_step_done_is_never_repeated_and_the_level_never_goes_down_in_a_new_version(company: Company, line: int) -> None:
    payer = late(company, "Late", 25)
    run(ON)
    action = PlannedAction.objects.get(customer_id=payer)
    assert action.step_key == "r1"
    sent(action)
    # The new version puts another R1 mail after the first, drops the old R2 for a letter, and moves the CFO nearer.
    actions.start_draft(SYSTEM, line, on=ON)
    key = actions.add_step(SYSTEM, line, after="r1")
    actions.change_step(SYSTEM, line, "cfo", step=replace(LINE.steps[2], offset_days=30))
    actions.propose_version(SYSTEM, line, from_on=TOMORROW)
    on = TOMORROW
    while on < TOMORROW + 14 * DAY:
        run(on)
        on += DAY
    steps = [step for _, step, _ in acts(payer)]
    assert steps[0] == "r1"
    assert steps.count("r1") == 1
    assert key in steps


def sent(action: PlannedAction) -> None:
    end_steps_of([action.pk], how="done", on=ON)
    PlannedAction.objects.filter(pk=action.pk).update(state="sent", ended_on=ON)


def test_who_changes_says_what_comes_next_under_both_versions(company: Company, line: int) -> None:
    first, second = late(company, "Late", 25), late(company, "Later", 3)
    draft_with_r2_at(SYSTEM, line, 25)
    actions.change_step(SYSTEM, line, "r1", step=replace(LINE.steps[0], offset_days=10))
    draft = ScenarioVersion.objects.get(scenario=line, state="draft")
    found = queries.who_changes(SYSTEM, line, queries.version(SYSTEM, draft.pk)[1], on=TOMORROW)
    assert {row.payer_id: row.shift for row in found.rows} == {first: Shift.SAME, second: Shift.LATER}
    assert found.total == 2
    assert not PlannedAction.objects.exists()
    assert not ItemStep.objects.exists()


def test_an_invoice_with_a_scenario_of_its_own_follows_it(company: Company, line: int) -> None:
    calm = company.follow(scenario(replace(MAIL, key="calm", offset_days=90)), "CALM", segment="SMALL")
    payer = late(company, "Late", 25)
    item_id = OpenItem.objects.get(customer_id=payer).pk
    ItemProgress.objects.update_or_create(customer_id=payer, item_id=item_id, defaults={"scenario_override": calm})
    run(ON)
    assert not PlannedAction.objects.filter(customer_id=payer).exists()
    ItemProgress.objects.filter(item_id=item_id).update(scenario_override=None)
    Decision.objects.all().delete()
    run(ON)
    assert PlannedAction.objects.get(customer_id=payer).step_key == "r1"


# The pages --------------------------------------------------------------------------------------------------------------


def url(name: str, *args: object) -> str:
    return reverse(f"dunning:{name}", args=args)


def form_of(step: object, **changes: object) -> dict[str, object]:
    base = {
        "level": int(step.level), "offset_days": step.offset_days, "offset_from": step.offset_from.value,
        "interval_days": step.interval_days, "channel": step.channel.value, "template": step.template,
        "sender_role": step.sender_role.value, "mode": step.mode.value, "minimum_amount": "", "is_contact": "on",
    }  # fmt: skip
    return base | changes


def test_a_step_is_changed_by_a_plain_form_and_its_day_shows_on_the_line(company: Company, line: int) -> None:
    browser = company.browser(Role.CREDIT_MANAGER)
    assert browser.post(url("draft_start", line)).status_code == 302
    answer = browser.post(
        url("step_change", line, "r2"),
        form_of(
            LINE.steps[1], offset_days=22, condition_0="balance_at_least", value_0="1 500 €", condition_1="mobile_known", joined_1="on"
        ),
    )
    assert answer.status_code == 302
    page = browser.get(url("draft_editor", line) + "?step=r2").content.decode()
    assert "+22" in page
    step = queries.version(SYSTEM, ScenarioVersion.objects.get(scenario=line, state="draft").pk)[1].scenario.steps[1]
    assert step.offset_days == 22
    assert step.conditions[0].conditions[0].amount == Decimal(1500)


def test_a_step_that_breaks_a_rule_by_itself_is_refused_in_a_sentence(company: Company, line: int) -> None:
    browser = company.browser(Role.CREDIT_MANAGER)
    browser.post(url("draft_start", line))
    answer = browser.post(url("step_change", line, "r2"), form_of(LINE.steps[1], template="SMS_OVERDUE"), **HTMX)
    assert answer.status_code == 422
    assert "n’est pas écrit pour ce canal" in answer.content.decode()


@pytest.mark.parametrize("gesture", ["earlier", "later", "duplicate", "remove"])
def test_steps_are_moved_duplicated_and_removed_with_and_without_javascript(company: Company, line: int, gesture: str) -> None:
    browser = company.browser(Role.CREDIT_MANAGER)
    browser.post(url("draft_start", line))
    assert browser.post(url("step_gesture", line, "r2", gesture), **HTMX).status_code == 200
    assert browser.post(url("step_add", line), {"after": "r1"}).status_code == 302


def test_the_cfo_sees_who_changes_and_approves_on_screen(company: Company, line: int) -> None:
    late(company, "Late", 25)
    manager = company.browser(Role.CREDIT_MANAGER)
    draft_with_r2_at(person(company, Role.CREDIT_MANAGER), line, 25)
    assert "Late" in manager.get(url("who_changes", line) + "?shift=same").content.decode()
    manager.post(url("version_propose", line), {"from_on": TOMORROW.isoformat(), "comment": "moins pressant"})
    cfo: Client = company.browser(Role.CFO)
    assert "moins pressant" in cfo.get(url("scenario", line)).content.decode()
    assert cfo.post(url("version_approve", line), {"from_on": TOMORROW.isoformat()}).status_code == 302
    assert in_force(line, TOMORROW) == 2


def test_who_changes_is_compared_on_a_morning_when_something_leaves(company: Company, line: int) -> None:
    late(company, "Late", 25)
    manager = company.browser(Role.CREDIT_MANAGER)
    draft_with_r2_at(person(company, Role.CREDIT_MANAGER), line, 25)
    saturday = manager.get(url("who_changes", line) + "?from_on=2026-11-21").content.decode()
    assert ('value="2026-11-21"' in saturday, "lundi 23 novembre 2026" in saturday) == (True, True)
    with stopped(date(2026, 11, 20)):  # a Friday: what is proposed first is the Monday
        assert 'value="2026-11-23"' in manager.get(url("who_changes", line)).content.decode()


def test_a_scenario_is_copied_and_renamed_on_screen(company: Company, line: int) -> None:
    browser = company.browser(Role.CREDIT_MANAGER)
    answer = browser.post(
        url("scenario_new"),
        {"name_fr": "PME douce", "name_en": "Gentle SME", "code": "gentle", "creditor": company.creditor, "copied_from": line},
    )
    assert answer.status_code == 302
    card = next(card for card in queries.scenario_cards(SYSTEM) if card.code == "GENTLE")
    draft = queries.version(SYSTEM, queries.draft_of(SYSTEM, card.id).pk)[1].scenario
    assert [step.key for step in draft.steps] == ["r1", "r2", "cfo"]
    assert "PME douce" in browser.get(url("scenarios") + f"?creditor={company.creditor}").content.decode()
    assert draft.steps[0].mode is StepMode.TO_APPROVE


@pytest.mark.parametrize(
    ("french", "english", "language", "shown"),
    [("Appel", "Call", "en", "Call"), ("", "Call", "fr", "Call"), ("Appel", "", "en", "Appel"), ("", "", "fr", "CALL")],
)
def test_a_scenario_named_in_one_language_is_never_shown_without_a_name(french: str, english: str, language: str, shown: str) -> None:
    card = queries.ScenarioCard(id=1, code="CALL", name_fr=french, name_en=english, creditor_id=None)
    assert card.name(language) == shown
