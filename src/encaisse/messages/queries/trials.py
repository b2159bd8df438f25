"""What was tried before going live."""

from encaisse.creditors import queries as creditors
from encaisse.creditors.queries import CreditorCard
from encaisse.kit.actor import Actor, Permission
from encaisse.messages.models import Trial
from encaisse.messages.rules.trials import Tried


def may_try(actor: Actor, creditor_id: int) -> CreditorCard:
    """Return the creditor in whose name the actor may write to themselves: whoever runs its reminders or sets its channels up."""
    if not actor.may(Permission.INTEGRATION_MANAGE):
        actor.must(Permission.DUNNING_RUN)
    return creditors.creditor(actor, creditor_id)


def tried(actor: Actor, creditor_id: int) -> dict[str, Tried]:
    """Return the last trial of each channel of a creditor."""
    creditors.creditor(actor, creditor_id)
    rows = Trial.objects.filter(creditor_id=creditor_id).order_by("channel", "-made_at", "-id").distinct("channel")
    found = rows.values_list("channel", "made_at", "made_by_name", "outcome", "detail")
    return {tried.channel: tried for tried in (Tried(*row) for row in found)}
