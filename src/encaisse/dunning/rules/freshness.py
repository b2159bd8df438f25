"""Stale facts: nothing curative on facts older than the due date + 2 working days; the run says so and asks. Rule 20."""

from datetime import date

from encaisse.kit.dates import WorkingDays
from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.ledger.rules.freshness import USUAL_FRESH_DAYS, is_old

FRESH_WORKING_DAYS = USUAL_FRESH_DAYS
STALE_EXIT_CODE = 3


class StaleFacts(Refusal):
    sentence = gettext_noop(
        "The receivables are only known until %(true_until)s, which is more than two working days before %(on)s: a customer may have paid "
        "since. Import the latest accounts or bank statement, or accept the facts as they are."
    )
    exit_code = STALE_EXIT_CODE


class StaleSource(StaleFacts):
    sentence = gettext_noop(
        "“%(source)s” is only true until %(true_until)s, which is more than the %(days)s working days it is given before %(on)s: a "
        "customer may have paid since. Import its latest file, give it more days on the screen of sources, or accept the facts as they are."
    )
    exit_code = STALE_EXIT_CODE


def is_stale(facts_true_until: date | None, *, on: date, calendar: WorkingDays) -> bool:
    """Say whether facts are too old to ask for money on a day. Unknown freshness is stale."""
    return is_old(facts_true_until, fresh_days=USUAL_FRESH_DAYS, on=on, calendar=calendar)


def check_freshness(facts_true_until: date | None, *, on: date, calendar: WorkingDays, accepted: bool) -> None:
    """Refuse to decide on facts more than two working days old, unless a person accepts them."""
    if not accepted and is_stale(facts_true_until, on=on, calendar=calendar):
        raise StaleFacts(true_until=facts_true_until or "—", on=on)


def check_source(name: str, true_until: date, *, fresh_days: int, on: date, calendar: WorkingDays, accepted: bool) -> None:
    """Refuse to decide on a source older than it may be, unless a person accepts it."""
    if not accepted and is_old(true_until, fresh_days=fresh_days, on=on, calendar=calendar):
        raise StaleSource(source=name, true_until=true_until, days=fresh_days, on=on)
