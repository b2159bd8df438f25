"""Writing scenarios: a draft made, changed step by step, left. What applies is never touched."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.dunning import queries
from encaisse.dunning.actions.scenarios import step_row
from encaisse.dunning.models import ItemProgress, ScenarioVersion, SegmentScenario, VersionState
from encaisse.dunning.models import Scenario as ScenarioRow
from encaisse.dunning.models import Step as StepRow
from encaisse.dunning.queries.versions import content, draft_of, keys_ever, locked_scenario
from encaisse.dunning.rules import drafting
from encaisse.dunning.rules.checking import faults_of_a_step
from encaisse.dunning.rules.scenario import Scenario, Step
from encaisse.dunning.rules.versions import Archived, CodeTaken, DraftWaits, EveryonesScenario, NoDraft, StillFollowed
from encaisse.kit.actor import Actor, Mode, Permission


def check_may_write(actor: Actor, creditor_id: int | None) -> None:
    """Refuse whoever may not change scenarios, or would change one that serves companies beyond their reach."""
    actor.must(Permission.SCENARIO_EDIT, mode=Mode.ACT)
    if creditor_id is None and not actor.all_creditors:
        raise EveryonesScenario


@transaction.atomic
def create_scenario(
    actor: Actor, *, creditor_id: int | None, code: str, name_fr: str, name_en: str, copied_from: int | None = None, on: date
) -> int:
    """Make a scenario of one's own, empty or copied from another one: it begins as a draft. Returns its id."""
    check_may_write(actor, creditor_id)
    if creditor_id is not None:
        creditors.creditor(actor, creditor_id)
    if ScenarioRow.objects.filter(creditor_id=creditor_id, code=code).exists():
        raise CodeTaken(code=code)
    row = ScenarioRow.objects.create(creditor_id=creditor_id, code=code, name_fr=name_fr, name_en=name_en)
    source = None if copied_from is None else said_by(actor, copied_from, on=on)
    first = replace(source, code=code) if source else Scenario(code, (drafting.first_step(),), Decimal(0), 0)
    make_draft(actor, row, first)
    tell(actor, row, "created", copied_from=copied_from)
    return row.pk


def said_by(actor: Actor, scenario_id: int, *, on: date) -> Scenario | None:
    """Return what a scenario says: its version in force, else its newest one."""
    card = queries.version_in_force(actor, scenario_id, on=on) or next(iter(queries.versions_of(actor, scenario_id)), None)
    return queries.version(actor, card.id)[1].scenario if card else None


def make_draft(actor: Actor, row: ScenarioRow, scenario: Scenario) -> ScenarioVersion:
    last = ScenarioVersion.objects.filter(scenario=row).order_by("-version_no").values_list("version_no", flat=True).first() or 0
    version = ScenarioVersion.objects.create(
        scenario=row, version_no=last + 1, state=VersionState.DRAFT, minimum_amount=scenario.minimum_amount,
        first_curative_position=scenario.first_curative_position, created_by=actor.user_id, created_by_name=actor.name[:120],
    )  # fmt: skip
    StepRow.objects.bulk_create([step_row(version, step) for step in scenario.steps])
    return version


@transaction.atomic
def start_draft(actor: Actor, scenario_id: int, *, on: date) -> int:
    """Make a draft from what a scenario says now, or return the one there is already."""
    row = locked_scenario(actor, scenario_id)
    check_may_write(actor, row.creditor_id)
    if row.archived_on is not None:
        raise Archived(name=row.name_fr)
    if (known := draft_of(actor, scenario_id)) is not None:
        return known.pk
    scenario = said_by(actor, scenario_id, on=on) or Scenario(row.code, (drafting.first_step(),))
    version = make_draft(actor, row, scenario)
    tell(actor, row, "drafted", version=version.version_no)
    return version.pk


@transaction.atomic
def leave_draft(actor: Actor, scenario_id: int) -> None:
    """Throw a draft away; a scenario that never had another version stays, empty, to be written again or archived."""
    row, version = locked_draft(actor, scenario_id)
    number = version.version_no
    version.delete()
    tell(actor, row, "draft_left", version=number)


def locked_draft(actor: Actor, scenario_id: int) -> tuple[ScenarioRow, ScenarioVersion]:
    row = locked_scenario(actor, scenario_id)
    check_may_write(actor, row.creditor_id)
    version = draft_of(actor, scenario_id)
    if version is None:
        raise NoDraft
    if version.state == VersionState.TO_APPROVE:
        raise DraftWaits
    return row, version


def rewrite(actor: Actor, scenario_id: int, change: Callable[[Scenario], Scenario], **told: Any) -> None:
    """Read the draft, change it, keep it whole."""
    row, version = locked_draft(actor, scenario_id)
    keep_draft(actor, row, version, change(content(version)), **told)


def keep_draft(actor: Actor, row: ScenarioRow, version: ScenarioVersion, scenario: Scenario, **told: Any) -> None:
    version.minimum_amount, version.first_curative_position = scenario.minimum_amount, scenario.first_curative_position
    version.save(update_fields=["minimum_amount", "first_curative_position"])
    StepRow.objects.filter(version=version).delete()
    StepRow.objects.bulk_create([step_row(version, step) for step in scenario.steps])
    tell(actor, row, "draft_changed", version=version.version_no, **told)


@transaction.atomic
def add_step(actor: Actor, scenario_id: int, *, after: str = "") -> str:
    """Add a step after another one, or at the end; return its key."""
    row, version = locked_draft(actor, scenario_id)
    scenario, key = drafting.with_step_after(content(version), after, keys_ever(actor, scenario_id))
    keep_draft(actor, row, version, scenario, added_after=after)
    return key


@transaction.atomic
def duplicate_step(actor: Actor, scenario_id: int, key: str) -> str:
    """Put a copy of a step after it; return the key of the copy."""
    row, version = locked_draft(actor, scenario_id)
    scenario, made = drafting.duplicated(content(version), key, keys_ever(actor, scenario_id))
    keep_draft(actor, row, version, scenario, duplicated=key)
    return made


@transaction.atomic
def remove_step(actor: Actor, scenario_id: int, key: str) -> None:
    rewrite(actor, scenario_id, lambda scenario: drafting.without_step(scenario, key), removed=key)


@transaction.atomic
def move_step(actor: Actor, scenario_id: int, key: str, *, by: int) -> None:
    rewrite(actor, scenario_id, lambda scenario: drafting.moved(scenario, key, by=by), moved=key, by=by)


@transaction.atomic
def change_step(actor: Actor, scenario_id: int, key: str, *, step: Step) -> None:
    """Put another content in place of a step; one that breaks a rule by itself is refused at once."""
    for fault in faults_of_a_step(replace(step, key=key), queries.texts(actor)):
        raise fault
    rewrite(actor, scenario_id, lambda scenario: drafting.changed(scenario, key, step), changed=key)


@transaction.atomic
def change_line(actor: Actor, scenario_id: int, *, minimum_amount: Decimal, first_curative: str) -> None:
    """Set what holds for the whole line: the smallest sum asked, and where an invoice met late starts."""
    rewrite(
        actor,
        scenario_id,
        lambda scenario: drafting.with_first_curative(replace(scenario, minimum_amount=minimum_amount), first_curative),
        minimum_amount=str(minimum_amount), first_curative=first_curative,
    )  # fmt: skip


@transaction.atomic
def rename_scenario(actor: Actor, scenario_id: int, *, name_fr: str, name_en: str) -> None:
    row = locked_scenario(actor, scenario_id)
    check_may_write(actor, row.creditor_id)
    ScenarioRow.objects.filter(pk=row.pk).update(name_fr=name_fr, name_en=name_en)
    tell(actor, row, "renamed", name_fr=name_fr, name_en=name_en)


@transaction.atomic
def archive_scenario(actor: Actor, scenario_id: int, *, on: date) -> None:
    """Put a scenario away: it is offered no more. One that is still followed is not."""
    row = locked_scenario(actor, scenario_id)
    check_may_write(actor, row.creditor_id)
    followers = SegmentScenario.objects.filter(scenario=row).count() + queries.customers_given(actor, scenario_id)
    followers += ItemProgress.objects.filter(scenario_override=row.pk).count()
    if followers:
        raise StillFollowed(name=row.name_fr, count=followers)
    ScenarioRow.objects.filter(pk=row.pk).update(archived_on=on)
    tell(actor, row, "archived")


@transaction.atomic
def bring_back_scenario(actor: Actor, scenario_id: int) -> None:
    row = locked_scenario(actor, scenario_id)
    check_may_write(actor, row.creditor_id)
    ScenarioRow.objects.filter(pk=row.pk).update(archived_on=None)
    tell(actor, row, "brought_back")


def tell(actor: Actor, row: ScenarioRow, did: str, **change: Any) -> None:
    write_audit(
        actor, did=f"scenario.{did}", subject_kind="scenario", subject_id=row.pk, creditor_id=row.creditor_id,
        change={"code": row.code, **change},
    )  # fmt: skip
