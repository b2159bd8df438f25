"""Background work of dunning: the morning run, the release of what was approved, and learning what became of it."""

from encaisse.creditors import queries as creditors
from encaisse.db.clock import today
from encaisse.db.jobs import EVERY_MINUTE, job
from encaisse.dunning import actions
from encaisse.dunning.rules.freshness import StaleFacts
from encaisse.kit.actor import system_actor
from encaisse.ledger import actions as ledger
from encaisse.people.queries import actor_of

EVERY_MORNING = "30 5 * * 1-5"


@job("dunning.morning", every=EVERY_MORNING)
def morning() -> None:
    """Age the balances and decide for every creditor; stale facts leave yesterday's decisions as they are and show on the screens."""
    actor = system_actor()
    ledger.re_age(actor, on=today())
    for creditor in creditors.creditors_in_reach(actor):
        try:
            actions.run_dunning(actor, creditor_ids=[creditor.id])
        except StaleFacts:
            continue
    actions.release(actor)


@job("dunning.follow_shipped")
def follow_shipped(*, creditor_id: int) -> None:
    """Give a company just made the shipped scenarios to choose among; one that already chose keeps what it chose."""
    actions.follow_shipped(system_actor(), creditor_id)


@job("dunning.run_ordered", attempts=1)
def run_ordered(*, order_id: int, user_id: int) -> None:
    """Do a run asked for on screen, for the person who asked."""
    actions.take_order(actor_of(user_id, on=today()), order_id)


@job("dunning.release", lock="dunning.release")
def release() -> None:
    actions.release(system_actor())


@job("dunning.slots", every=EVERY_MINUTE, lock="dunning.release")
def slots() -> None:
    """Let leave what was approved for an hour that has come."""
    release()


@job("dunning.settle", every=EVERY_MINUTE, lock="dunning.settle")
def settle() -> None:
    """Learn what left, then what came back; and which replays no job is left to run."""
    actions.settle(system_actor())
    actions.take_back_bounced(system_actor())
    actions.settle_lost_replays(system_actor())


@job("dunning.postal_returns", every=EVERY_MINUTE, attempts=1, lock="dunning.postal_returns")
def postal_returns() -> None:
    """Read what the postal providers answered."""
    actions.take_postal_returns(system_actor())


@job("dunning.replay", attempts=1)
def replay(*, replay_id: int, user_id: int | None) -> None:
    """Run a replay of the time machine for the person who asked."""
    actor = system_actor() if user_id is None else actor_of(user_id, on=today())
    actions.run_replay(actor, replay_id)
