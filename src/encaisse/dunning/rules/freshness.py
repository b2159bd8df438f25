"""Stale facts: nothing curative on facts older than the due date + 2 working days; the run says so and asks. Rule 20."""

from datetime import date

from encaisse.kit.dates import WorkingDays
from encaisse.kit.refusals import Refusal, gettext_noop

FRESH_WORKING_DAYS = 2
STALE_EXIT_CODE = 3


class StaleFacts(Refusal):
    sentence = gettext_noop(
        "The receivables are only known until %(true_until)s, which is more than two working days before %(on)s: a customer may have paid "
        "since. Import the latest accounts or bank statement, or accept the facts as they are."
    )
    exit_code = STALE_EXIT_CODE


def is_stale(facts_true_until: date | None, *, on: date, calendar: WorkingDays) -> bool:
    """Say whether facts are too old to ask for money on a day. Unknown freshness is stale."""
    return facts_true_until is None or calendar.between(facts_true_until, on) > FRESH_WORKING_DAYS


def check_freshness(facts_true_until: date | None, *, on: date, calendar: WorkingDays, accepted: bool) -> None:
    """Refuse to decide on facts more than two working days old, unless a person accepts them."""
    if not accepted and is_stale(facts_true_until, on=on, calendar=calendar):
        raise StaleFacts(true_until=facts_true_until or "—", on=on)
