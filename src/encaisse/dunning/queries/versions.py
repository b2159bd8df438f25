"""The versions of a scenario: drafts, those that wait, those to come, the one in force, and the texts they may use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from encaisse.dunning.models import Scenario as ScenarioRow
from encaisse.dunning.models import ScenarioVersion, VersionState
from encaisse.dunning.models import Step as StepRow
from encaisse.dunning.queries.scenarios import Followed, ScenarioCard, scenario_value, step_value
from encaisse.dunning.rules.checking import Texts
from encaisse.dunning.rules.scenario import Scenario
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.messages import queries as messages

IN_THE_MAKING = [VersionState.DRAFT, VersionState.TO_APPROVE]


@dataclass(frozen=True, slots=True)
class VersionCard:
    id: int
    scenario_id: int
    version_no: int
    state: str
    from_on: date | None
    comment: str
    created_by: int | None
    created_by_name: str
    created_at: datetime
    approved_by_name: str
    settled_at: datetime | None

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT

    @property
    def waits(self) -> bool:
        return self.state == VersionState.TO_APPROVE

    def is_to_come(self, on: date) -> bool:
        return self.state == VersionState.PUBLISHED and self.from_on is not None and self.from_on > on


CARD = tuple(VersionCard.__dataclass_fields__)
CARD_FIELDS = ("pk", "code", "name_fr", "name_en", "creditor_id", "archived_on")


def scenario_card(actor: Actor, scenario_id: int) -> ScenarioCard:
    """Return a scenario in reach: of everyone, or of a creditor the actor looks after."""
    actor.must(Permission.CUSTOMER_VIEW)
    row = scenarios_in_reach(actor).filter(pk=scenario_id).first()
    if row is None:
        raise NotFound(what="scenario")
    return ScenarioCard(row.pk, row.code, row.name_fr, row.name_en, row.creditor_id, row.archived_on)


def scenarios_in_reach(actor: Actor) -> Any:
    rows = ScenarioRow.objects.all()
    return rows if actor.all_creditors else rows.filter(Q(creditor_id__in=actor.creditors) | Q(creditor_id__isnull=True))


def versions_of(actor: Actor, scenario_id: int) -> list[VersionCard]:
    """Return the versions of a scenario, the newest first."""
    scenario_card(actor, scenario_id)
    rows = ScenarioVersion.objects.filter(scenario_id=scenario_id).order_by("-version_no").values(*CARD)
    return [VersionCard(**row) for row in rows]


def versions_making(actor: Actor) -> list[VersionCard]:
    """Return the versions of every scenario in reach that do not apply yet, or did not when they were published: the newest first."""
    actor.must(Permission.CUSTOMER_VIEW)
    rows = ScenarioVersion.objects.filter(scenario__in=scenarios_in_reach(actor)).exclude(state=VersionState.CANCELLED)
    return [VersionCard(**row) for row in rows.order_by("scenario_id", "-version_no").values(*CARD)]


def version(actor: Actor, version_id: int) -> tuple[VersionCard, Followed]:
    """Return one version and what it says."""
    row = ScenarioVersion.objects.filter(pk=version_id).select_related("scenario").first()
    if row is None:
        raise NotFound(what="version")
    scenario_card(actor, row.scenario_id)
    return VersionCard(**{name: getattr(row, name) for name in CARD}), Followed(row.scenario_id, row.pk, content(row))


def content(row: ScenarioVersion) -> Scenario:
    steps = [step_value(step) for step in StepRow.objects.filter(version_id=row.pk).order_by("position")]
    return scenario_value(row, steps)


def version_in_force(actor: Actor, scenario_id: int, *, on: date) -> VersionCard | None:
    known = [each for each in versions_of(actor, scenario_id) if each.state == VersionState.PUBLISHED and each.from_on]
    in_force = [each for each in known if each.from_on and each.from_on <= on]
    return max(in_force, key=lambda each: (each.from_on, each.version_no), default=None)


def version_numbered(actor: Actor, code: str, number: int | None = None, *, creditor_id: int | None = None, on: date) -> Followed:
    """Return a version by the code of its scenario (the creditor's own first) and its number; without one, the version in force."""
    rows = scenarios_in_reach(actor).filter(code=code.upper()).filter(Q(creditor_id=creditor_id) | Q(creditor_id__isnull=True))
    scenario = rows.order_by("creditor_id").first()
    if scenario is None:
        raise NotFound(what=f"scenario {code}")
    cards = versions_of(actor, scenario.pk)
    chosen = next((each for each in cards if each.version_no == number), None) if number else version_in_force(actor, scenario.pk, on=on)
    if chosen is None:
        raise NotFound(what=f"{code}@{number}" if number else code)
    return version(actor, chosen.id)[1]


def locked_scenario(actor: Actor, scenario_id: int) -> ScenarioRow:
    scenario_card(actor, scenario_id)
    return ScenarioRow.objects.select_for_update().get(pk=scenario_id)


def draft_of(actor: Actor, scenario_id: int) -> ScenarioVersion | None:
    """Return the version in the making of a scenario: at most one."""
    scenario_card(actor, scenario_id)
    return ScenarioVersion.objects.filter(scenario_id=scenario_id, state__in=IN_THE_MAKING).select_related("scenario").first()


def texts(actor: Actor) -> Texts:
    """Return what the steps of a scenario may say."""
    known = messages.templates(actor)
    channels: Mapping[str, list[str]] = {text.code: [channel.value for channel in text.channels] for text in known}
    return Texts(channels=channels, legal=[text.code for text in known if text.is_locked_by_law])


def keys_ever(actor: Actor, scenario_id: int) -> list[str]:
    """Return the keys that the steps of any version of a scenario bore: a new step never takes one of them."""
    scenario_card(actor, scenario_id)
    return list(StepRow.objects.filter(version__scenario_id=scenario_id).values_list("step_key", flat=True).distinct())
