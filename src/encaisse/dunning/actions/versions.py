"""Publishing: a draft proposed, approved by whoever may, cancelled before it applies. Rule 18."""

from datetime import date

from django.db import transaction

from encaisse.db.clock import now, today
from encaisse.dunning import queries
from encaisse.dunning.actions.drafts import check_may_write, locked_draft, tell
from encaisse.dunning.models import Scenario as ScenarioRow
from encaisse.dunning.models import ScenarioVersion, VersionState
from encaisse.dunning.queries.versions import content, locked_scenario
from encaisse.dunning.rules.checking import check_version
from encaisse.dunning.rules.scenario import Scenario
from encaisse.dunning.rules.version_changes import changes
from encaisse.dunning.rules.versions import AlreadyInForce, EveryonesScenario, NothingChanges, NotToSettle, check_from
from encaisse.kit.actor import Actor, Mode, Permission


@transaction.atomic
def propose_version(actor: Actor, scenario_id: int, *, from_on: date, comment: str = "") -> bool:
    """Propose the draft for a morning to come; whoever works alone, or approves too, publishes it at once.

    Returns whether it is published.
    """
    row, version = locked_draft(actor, scenario_id)
    check_from(from_on, today=today())
    scenario = content(version)
    check_version(scenario, queries.texts(actor))
    check_says_something(actor, row, scenario)
    version.from_on, version.comment, version.state = from_on, comment[:200], VersionState.TO_APPROVE
    version.save(update_fields=["from_on", "comment", "state"])
    tell(actor, row, "proposed", version=version.version_no, from_on=from_on.isoformat())
    if actor.must(Permission.SCENARIO_EDIT).also_approves or actor.is_system:
        publish(actor, row, version)
        return True
    return False


def check_says_something(actor: Actor, row: ScenarioRow, scenario: Scenario) -> None:
    in_force = queries.version_in_force(actor, row.pk, on=today())
    if in_force is not None and not changes(queries.version(actor, in_force.id)[1].scenario, scenario):
        raise NothingChanges(version=in_force.version_no)


@transaction.atomic
def approve_version(actor: Actor, scenario_id: int, *, from_on: date) -> None:
    """Approve what a colleague proposed: it applies from that morning on."""
    row, version = locked_waiting(actor, scenario_id)
    check_from(from_on, today=today())
    check_version(content(version), queries.texts(actor))
    version.from_on = from_on
    publish(actor, row, version)


def publish(actor: Actor, row: ScenarioRow, version: ScenarioVersion) -> None:
    """Let a version apply from its morning on; another one to come gives way to it."""
    to_come = ScenarioVersion.objects.filter(scenario=row, state=VersionState.PUBLISHED, from_on__gt=today())
    replaced = list(to_come.values_list("version_no", flat=True))
    to_come.update(state=VersionState.CANCELLED, settled_at=now())
    version.state, version.settled_at = VersionState.PUBLISHED, now()
    version.approved_by, version.approved_by_name = actor.user_id, actor.name[:120]
    version.save(update_fields=["from_on", "state", "settled_at", "approved_by", "approved_by_name"])
    from_on = version.from_on.isoformat() if version.from_on else ""
    tell(actor, row, "published", version=version.version_no, from_on=from_on, replaces=replaced)


def locked_waiting(actor: Actor, scenario_id: int) -> tuple[ScenarioRow, ScenarioVersion]:
    actor.must(Permission.SCENARIO_EDIT, mode=Mode.APPROVE)
    row = locked_scenario(actor, scenario_id)
    if row.creditor_id is None and not actor.all_creditors:
        raise EveryonesScenario
    version = queries.draft_of(actor, scenario_id)
    if version is None or version.state != VersionState.TO_APPROVE:
        raise NotToSettle
    return row, version


@transaction.atomic
def refuse_version(actor: Actor, scenario_id: int, *, comment: str) -> None:
    """Send a proposed version back to its draft, with a word why."""
    row, version = locked_waiting(actor, scenario_id)
    version.state, version.comment = VersionState.DRAFT, comment[:200]
    version.save(update_fields=["state", "comment"])
    tell(actor, row, "refused", version=version.version_no, why=comment)


@transaction.atomic
def take_back_version(actor: Actor, scenario_id: int) -> None:
    """Take a proposed version back to change it again."""
    row = locked_scenario(actor, scenario_id)
    check_may_write(actor, row.creditor_id)
    version = queries.draft_of(actor, scenario_id)
    if version is None or version.state != VersionState.TO_APPROVE:
        raise NotToSettle
    version.state = VersionState.DRAFT
    version.save(update_fields=["state"])
    tell(actor, row, "taken_back", version=version.version_no)


@transaction.atomic
def cancel_version(actor: Actor, version_id: int) -> None:
    """Cancel a version that does not apply yet: the one in force goes on."""
    card, _ = queries.version(actor, version_id)
    row = locked_scenario(actor, card.scenario_id)
    actor.must(Permission.SCENARIO_EDIT)
    if row.creditor_id is None and not actor.all_creditors:
        raise EveryonesScenario
    version = ScenarioVersion.objects.get(pk=version_id)
    if version.state != VersionState.PUBLISHED or version.from_on is None:
        raise NotToSettle
    if version.from_on <= today():
        raise AlreadyInForce(version=version.version_no, from_on=version.from_on)
    version.state, version.settled_at = VersionState.CANCELLED, now()
    version.save(update_fields=["state", "settled_at"])
    tell(actor, row, "cancelled", version=version.version_no)
