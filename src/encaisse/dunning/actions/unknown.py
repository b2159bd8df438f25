"""What a person said of messages nobody knew about: it left, and its step stands; it did not, and its step is open again."""

from encaisse.audit.actions import write_audits
from encaisse.customers.actions import touch
from encaisse.db import run_sql
from encaisse.dunning import queries
from encaisse.dunning.actions.addresses import free_addresses
from encaisse.dunning.actions.approve import deed
from encaisse.dunning.actions.steps import reopen_steps_of
from encaisse.dunning.models import ActionState, PlannedAction
from encaisse.kit.actor import Actor

ON_ITS_WAY = frozenset({"ready", "sending"})
NEVER_LEFT = frozenset({"failed", "withdrawn"})


def settle_unknown_actions(actor: Actor) -> int:
    """Follow what was said since of messages whose fate was unknown. Returns how many actions were settled.

    One that is sent again is on its way again: its step is open until it has left, and nothing else is planned meanwhile. When the payer
    has another live action by now, it waits until its message has left, or has not.
    """
    rows = run_sql("dunning.unknown_settled")
    left = [row.id for row in rows if row.told == "sent"]
    again = [row.id for row in rows if row.told in ON_ITS_WAY and row.is_free]
    never = {state: [row.id for row in rows if row.told == state] for state in NEVER_LEFT}
    reopened = again + [action_id for ids in never.values() for action_id in ids]
    settled = left + reopened
    if not settled:
        return 0
    actions = queries.locked_actions(actor, reopened) if reopened else []
    PlannedAction.objects.filter(pk__in=left).update(state=ActionState.SENT)
    PlannedAction.objects.filter(pk__in=again).update(state=ActionState.SENDING, ended_on=None)
    for state, ids in never.items():
        PlannedAction.objects.filter(pk__in=ids).update(state=state, ended_on=None)
        free_addresses(ids)
    reopen_steps_of(reopened)
    touch({row.customer_id for row in rows if row.id in set(settled)})
    write_audits(actor, [deed(action, "action.reopened") for action in actions])
    return len(settled)
