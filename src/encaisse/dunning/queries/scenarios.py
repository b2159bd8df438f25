"""Scenarios as the rules read them, with the ids the tables need."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Max, Q

from encaisse.dunning.models import Scenario as ScenarioRow
from encaisse.dunning.models import ScenarioVersion, SegmentScenario, VersionState
from encaisse.dunning.models import Step as StepRow
from encaisse.dunning.rules.conditions import conditions_from
from encaisse.dunning.rules.progress import position_after_change
from encaisse.dunning.rules.scenario import Channel, Copies, Level, OffsetFrom, Scenario, SenderRole, Step, StepMode
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound


@dataclass(frozen=True)
class Followed:
    """The version of a scenario in force on a day."""

    scenario_id: int
    version_id: int
    scenario: Scenario

    @cached_property
    def positions(self) -> dict[tuple[str, int | None, int | None], int | None]:
        """Positions already worked out, by last step, its level and its scenario."""
        return {}

    def position_after(self, step_key: str, level: int | None, scenario_id: int | None) -> int | None:
        """Return the position, in this version, after which an item goes on: that of its last step, or that of its level (rule 18).

        The key of a step speaks within its own scenario only; of a step of old, whose scenario is not known, it is believed.
        """
        last = (step_key, level, scenario_id)
        if last not in self.positions:
            own_key = step_key if scenario_id in {None, self.scenario_id} else None
            self.positions[last] = position_after_change(self.scenario, last_level=level, last_key=own_key)
        return self.positions[last]


def scenarios_in_force(actor: Actor, creditor_id: int | None, *, on: date) -> dict[int, Followed]:
    """Return, by scenario id, the version in force on a day: of one creditor and of everyone's scenarios."""
    actor.must(Permission.CUSTOMER_VIEW)
    check_reach(actor, creditor_id)
    versions = ScenarioVersion.objects.filter(
        Q(scenario__creditor_id=creditor_id) | Q(scenario__creditor_id__isnull=True), from_on__lte=on, state=VersionState.PUBLISHED
    ).select_related("scenario")
    latest = {version.scenario_id: version for version in versions.order_by("scenario_id", "from_on", "version_no")}
    steps: dict[int, list[Step]] = {version.pk: [] for version in latest.values()}
    for row in StepRow.objects.filter(version_id__in=list(steps)).order_by("version_id", "position"):
        steps[row.version_id].append(step_value(row))
    return {
        scenario_id: Followed(scenario_id, version.pk, scenario_value(version, steps[version.pk]))
        for scenario_id, version in latest.items()
    }


def scenarios_since(actor: Actor, creditor_id: int, *, on: date) -> date:
    """Return the last morning on which a version of a scenario began to apply to a creditor: what was decided before is decided again."""
    actor.must(Permission.CUSTOMER_VIEW)
    check_reach(actor, creditor_id)
    rows = ScenarioVersion.objects.filter(state=VersionState.PUBLISHED, from_on__lte=on)
    of_creditor = rows.filter(Q(scenario__creditor_id=creditor_id) | Q(scenario__creditor_id__isnull=True))
    return of_creditor.aggregate(last=Max("from_on"))["last"] or date.min


def scenario_value(version: ScenarioVersion, steps: list[Step]) -> Scenario:
    return Scenario(
        code=version.scenario.code, steps=tuple(steps), minimum_amount=version.minimum_amount,
        first_curative_position=version.first_curative_position, version=version.version_no, name=version.scenario.name_fr,
    )  # fmt: skip


def step_value(row: StepRow) -> Step:
    return Step(
        position=row.position, key=row.step_key, level=Level(row.level), offset_days=row.offset_days, interval_days=row.interval_days,
        channel=Channel(row.channel), template=row.template_code, sender_role=SenderRole(row.sender_role), mode=StepMode(row.mode),
        minimum_amount=row.minimum_amount, conditions=conditions_from(row.conditions), is_contact=row.is_contact,
        offset_from=OffsetFrom(row.offset_from), copies=Copies(row.copies), with_statement=row.with_statement, with_terms=row.with_terms,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScenarioCard:
    id: int
    code: str
    name_fr: str
    name_en: str
    creditor_id: int | None
    archived_on: date | None = None

    def name(self, language: str) -> str:
        names = (self.name_fr, self.name_en) if language == "fr" else (self.name_en, self.name_fr)
        return names[0] or names[1] or self.code


def scenario_cards(actor: Actor, *, archived: bool = False) -> list[ScenarioCard]:
    """Return the scenarios in reach: those in use or, asked for, those put away."""
    actor.must(Permission.CUSTOMER_VIEW)
    rows = ScenarioRow.objects.filter(archived_on__isnull=not archived)
    if not actor.all_creditors:
        rows = rows.filter(Q(creditor_id__in=actor.creditors) | Q(creditor_id__isnull=True))
    fields = ("pk", "code", "name_fr", "name_en", "creditor_id", "archived_on")
    return [ScenarioCard(*row) for row in rows.order_by("creditor_id", "id").values_list(*fields)]


def check_reach(actor: Actor, creditor_id: int | None) -> None:
    """Refuse a creditor out of reach; without one, everyone's scenarios are meant."""
    if creditor_id is not None and not actor.reaches(creditor_id):
        raise NotFound(what="creditor")


def segments_of(actor: Actor, creditor_id: int) -> dict[str, int]:
    """Return segment → scenario id of a creditor ("" = its default)."""
    actor.must(Permission.CUSTOMER_VIEW)
    check_reach(actor, creditor_id)
    return dict(SegmentScenario.objects.filter(creditor_id=creditor_id).values_list("segment", "scenario_id"))
