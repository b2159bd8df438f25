"""Scenarios: the shipped ones installed, segments mapped to them. A version in use is never edited; a new one applies the next morning."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.customers.models import Segment
from encaisse.db import execute_sql
from encaisse.db.clock import today
from encaisse.dunning import queries
from encaisse.dunning.models import Scenario as ScenarioRow
from encaisse.dunning.models import ScenarioVersion, SegmentScenario
from encaisse.dunning.models import Step as StepRow
from encaisse.dunning.rules.checking import check_version
from encaisse.dunning.rules.conditions import conditions_as_json
from encaisse.dunning.rules.scenario import Scenario, Step
from encaisse.dunning.rules.shipped import shipped_names, shipped_scenarios
from encaisse.dunning.rules.versions import EveryonesScenario, check_from
from encaisse.kit.actor import Actor, Mode, Permission, system_actor
from encaisse.kit.refusals import Refusal, gettext_noop

EVER = date(2000, 1, 1)
DEFAULT_SEGMENT = "SME"


class NotEveryonesScenario(Refusal):
    sentence = gettext_noop("The scenario does not exist, or belongs to another creditor. Choose one of the list.")


@transaction.atomic
def install_scenarios(actor: Actor) -> int:
    """Install the shipped scenarios that are not there yet, for all creditors. Returns how many."""
    actor.must(Permission.SCENARIO_EDIT)
    known = set(ScenarioRow.objects.filter(creditor_id__isnull=True).values_list("code", flat=True))
    new = [scenario for code, scenario in shipped_scenarios().items() if code not in known]
    for scenario in new:
        names = shipped_names()[scenario.code]
        row = ScenarioRow.objects.create(code=scenario.code, name_fr=names["fr"], name_en=names["en"])
        add_version(actor, row, scenario, from_on=EVER)
    return len(new)


@transaction.atomic
def publish_scenario(actor: Actor, *, creditor_id: int | None, scenario: Scenario, name_en: str, from_on: date) -> int:
    """Publish a scenario, or a new version of one, that applies from a morning on, without a draft: for whoever approves scenarios.

    Within their own companies, from a morning to come, and by the rules of every version; the system installs as it finds. Returns its id.
    """
    if not actor.is_system:
        check_may_publish(actor, creditor_id, scenario, from_on=from_on)
    row, _ = ScenarioRow.objects.get_or_create(
        creditor_id=creditor_id, code=scenario.code, defaults={"name_fr": scenario.name, "name_en": name_en}
    )
    add_version(actor, row, scenario, from_on=from_on)
    return row.pk


def check_may_publish(actor: Actor, creditor_id: int | None, scenario: Scenario, *, from_on: date) -> None:
    actor.must(Permission.SCENARIO_EDIT, mode=Mode.APPROVE)
    if creditor_id is not None:
        creditors.creditor(actor, creditor_id)
    elif not actor.all_creditors:
        raise EveryonesScenario
    check_from(from_on, today=today())
    check_version(scenario, queries.texts(actor))


def add_version(actor: Actor, row: ScenarioRow, scenario: Scenario, *, from_on: date) -> None:
    last = ScenarioVersion.objects.filter(scenario=row).order_by("-version_no").values_list("version_no", flat=True).first() or 0
    version = ScenarioVersion.objects.create(
        scenario=row, version_no=last + 1, from_on=from_on, minimum_amount=scenario.minimum_amount,
        first_curative_position=scenario.first_curative_position, created_by=actor.user_id,
    )  # fmt: skip
    StepRow.objects.bulk_create([step_row(version, step) for step in scenario.steps])
    write_audit(
        actor, did="scenario.published", subject_kind="scenario", subject_id=row.pk, creditor_id=row.creditor_id,
        change={"code": row.code, "version": version.version_no},
    )  # fmt: skip


def step_row(version: ScenarioVersion, step: Step) -> StepRow:
    return StepRow(
        version=version, position=step.position, step_key=step.key, level=int(step.level), offset_days=step.offset_days,
        offset_from=step.offset_from.value, interval_days=step.interval_days, channel=step.channel.value, template_code=step.template,
        sender_role=step.sender_role.value, mode=step.mode.value, is_contact=step.is_contact, minimum_amount=step.minimum_amount,
        conditions=conditions_as_json(step.conditions), copies=step.copies.value, with_statement=step.with_statement,
        with_terms=step.with_terms,
    )  # fmt: skip


@transaction.atomic
def follow(actor: Actor, *, creditor_id: int, segment: str, scenario_id: int) -> None:
    """Let a segment of a creditor ("" = everyone else) follow a scenario."""
    actor.must(Permission.SCENARIO_EDIT)
    creditors.creditor(actor, creditor_id)
    if not ScenarioRow.objects.filter(Q(creditor_id=creditor_id) | Q(creditor_id__isnull=True), pk=scenario_id).exists():
        raise NotEveryonesScenario
    SegmentScenario.objects.update_or_create(creditor_id=creditor_id, segment=segment, defaults={"scenario_id": scenario_id})
    execute_sql("dunning.decide_all_again", creditor_id=creditor_id, on=today())
    write_audit(
        actor,
        did="scenario.followed",
        subject_kind="scenario",
        subject_id=scenario_id,
        creditor_id=creditor_id,
        change={"segment": segment},
    )


@transaction.atomic
def follow_shipped(actor: Actor, creditor_id: int) -> None:
    """Give a creditor that follows no scenario yet the shipped ones: each segment its own, small and medium companies' by default."""
    if SegmentScenario.objects.filter(creditor_id=creditor_id).exists():
        return
    system = system_actor()
    install_scenarios(system)
    ids = dict(ScenarioRow.objects.filter(creditor_id__isnull=True).values_list("code", "id"))
    wanted = {segment.value: ids[segment.value] for segment in Segment} | {"": ids[DEFAULT_SEGMENT]}
    SegmentScenario.objects.bulk_create(
        [SegmentScenario(creditor_id=creditor_id, segment=segment, scenario_id=scenario_id) for segment, scenario_id in wanted.items()]
    )
    write_audit(actor, did="scenario.shipped", subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id)
