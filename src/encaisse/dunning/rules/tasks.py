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


class TaskToApprove(Refusal):
    sentence = gettext_noop("This task waits for an approval: nobody does it before. Approve it under “To approve”, or withdraw it there.")


ENDS: dict[str, type[Refusal]] = {"visit": VisitEndsByItsResult, "call": CallEndsByItsResult, "portal": DepositEndsByItsTicket}


def check_task(channel: str, *, waits_for_approval: bool = False) -> None:
    """Refuse to call done what is no task of our own house, or what nobody with the right to has approved yet."""
    if channel not in INTERNAL:
        raise ENDS.get(channel, MessageEndsByLeaving)
    if waits_for_approval:
        raise TaskToApprove
