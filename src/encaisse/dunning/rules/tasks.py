"""A task is ended by saying that it is done; what has a result of its own is ended by that result."""

from encaisse.dunning.rules.scenario import INTERNAL
from encaisse.kit.refusals import Refusal, gettext_noop


class VisitEndsByItsResult(Refusal):
    sentence = gettext_noop(
        "A visit is ended by its result. Open the visit on the customer file and note what it gave: promise, payment, contested, refused, "
        "seen, nobody there or gone away."
    )


class CallEndsByItsResult(Refusal):
    sentence = gettext_noop("A call is ended by its result. Open the call on the customer file and note what it gave.")


class DepositEndsByItsTicket(Refusal):
    sentence = gettext_noop("A deposit on a portal is ended by its ticket. Open the deposit and note what the portal answered.")


class MessageEndsByLeaving(Refusal):
    sentence = gettext_noop("A message is ended by leaving. Approve it, or withdraw it.")


ENDS: dict[str, type[Refusal]] = {"visit": VisitEndsByItsResult, "call": CallEndsByItsResult, "portal": DepositEndsByItsTicket}


def check_task(channel: str) -> None:
    """Refuse to call done what is no task of our own house."""
    if channel not in INTERNAL:
        raise ENDS.get(channel, MessageEndsByLeaving)
