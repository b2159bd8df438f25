"""What a deposit on a customer's portal gives: deposited under a ticket, the portal down, or the text refused by it."""

import re
from enum import StrEnum

from encaisse.kit.refusals import Refusal, gettext_noop

# A portal's ticket: letters, digits and what joins them.
TICKET = re.compile(r"[\w][\w./#:-]{0,59}", re.ASCII)


class DepositResult(StrEnum):
    DEPOSITED = "deposited"
    DOWN = "down"
    REFUSED = "refused"


class NotToDeposit(Refusal):
    sentence = gettext_noop("Nothing is to be deposited here any more: this text is “%(state)s”. Reload the page.")


class NoLongerDue(Refusal):
    sentence = gettext_noop(
        "What this text asks for has changed since it was prepared (a payment, a promise, a dispute…): do not deposit it. "
        "Tomorrow morning's run prepares the right one."
    )


class NotATicket(Refusal):
    sentence = gettext_noop("“%(ticket)s” is no ticket number: letters, digits and - . / # only, 60 at most.")


class TicketMissing(Refusal):
    sentence = gettext_noop("Give the ticket number the portal showed. If it shows none, tick “no number”.")


class RefusedForNothing(Refusal):
    sentence = gettext_noop("Say why the portal refused it: the order number is missing, the wrong entity…")


class NothingToDepositOn(Refusal):
    sentence = gettext_noop("%(customer)s asks for no portal. Say which one on the customer file, or write by e-mail or letter.")


class LevelOfADeposit(Refusal):
    sentence = gettext_noop("A text deposited by hand moves no level: the planned step is deposited by itself. Untick the level.")


def ticket_number(given: str) -> str:
    """Return a ticket number as it is kept: without the spaces people and pages put around and within it."""
    ticket = "".join(given.split())
    if ticket and not TICKET.fullmatch(ticket):
        raise NotATicket(ticket=given.strip())
    return ticket


def check_deposit(result: DepositResult, *, channel: str, state: str, ticket: str, has_no_number: bool, reason: str) -> None:
    if channel != "portal" or state != "approved":
        raise NotToDeposit(state=state)
    check_told(result, ticket=ticket, has_no_number=has_no_number, why=reason)


def check_told(result: DepositResult, *, ticket: str, has_no_number: bool, why: str) -> None:
    """Refuse a deposit that is half told: done without its ticket, refused without saying why."""
    if result is DepositResult.DEPOSITED and not ticket and not has_no_number:
        raise TicketMissing
    if result is DepositResult.REFUSED and not why:
        raise RefusedForNothing
