"""How far a company is set up: facts of every room, in one statement."""

from dataclasses import dataclass

from encaisse.creditors import queries as creditors
from encaisse.creditors.queries import CreditorCard
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission
from encaisse.workbench.models import StepLeft
from encaisse.workbench.rules.onboarding import Facts, SetUp, Standing, next_step, progress, standing


@dataclass(frozen=True, slots=True)
class Journey:
    """A company on its way: its facts, where each step stands, and the one that waits."""

    creditor: CreditorCard
    facts: Facts
    standings: dict[SetUp, Standing]

    @property
    def waiting(self) -> SetUp | None:
        return next_step(self.standings)

    @property
    def progress(self) -> tuple[int, int]:
        return progress(self.standings)


def journey(actor: Actor, creditor_id: int) -> Journey:
    card = creditors.may_edit(actor, creditor_id)
    facts = facts_of(card)
    left = {SetUp(step) for step in StepLeft.objects.filter(creditor_id=creditor_id).values_list("step", flat=True)}
    return Journey(card, facts, {step: standing(step, facts, left=left) for step in SetUp})


def journeys(actor: Actor) -> list[Journey]:
    """Return every company in reach with how far it is."""
    actor.must(Permission.SETTINGS_EDIT)
    return [journey(actor, card.id) for card in creditors.creditors_in_reach(actor)]


def facts_of(card: CreditorCard) -> Facts:
    row = run_sql("workbench.set_up_facts", creditor_id=card.id)[0]
    return Facts(
        has_address=bool(card.street and card.postcode and card.city), has_logo=bool(card.letterhead_sha256),
        has_sender=bool(card.email and card.phone), **row._asdict(),
    )  # fmt: skip
