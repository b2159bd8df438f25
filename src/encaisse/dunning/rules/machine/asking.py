"""What may be asked of the time machine: one or two versions, at most two years, days that are over, costs that cost."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from encaisse.dunning.rules.machine.outcome import Kind, Lane, Outcome, PayerOutcome
from encaisse.dunning.rules.scenario import Channel
from encaisse.kit.dates import add_months_clamped
from encaisse.kit.refusals import Refusal, gettext_noop

LONGEST = timedelta(days=731)
MONTHS = 12
EVERYONE = 100


class PeriodTooLong(Refusal):
    sentence = gettext_noop("The time machine goes over two years at most. Choose a day after %(first)s to begin with.")


class PeriodUpsideDown(Refusal):
    sentence = gettext_noop("The last day comes before the first one. Turn them round.")


class PeriodToCome(Refusal):
    sentence = gettext_noop("The facts are known until %(until)s: nothing can be replayed after that day. Choose an earlier last day.")


class SameTwice(Refusal):
    sentence = gettext_noop("Both sides are the same version: there is nothing to compare. Choose another one, or leave the second empty.")


class ReplayGone(Refusal):
    sentence = gettext_noop("This replay is no longer running: it has ended, or was cancelled.")


class ReplayNotOver(Refusal):
    sentence = gettext_noop("Only a replay that failed or was cancelled runs again. To compare anew, ask for another one.")


class ReplayCrashed(Refusal):
    """A fault of the product, in the words its reader gets; the log tells the rest under the same reference."""

    sentence = gettext_noop(
        "The replay stopped on a fault of Encaisse, not of your data: nothing was kept. Replay again; if it stops once more, "
        "give reference %(reference)s to your administrator, who finds the details in the log."
    )


class ReplayInterrupted(Refusal):
    sentence = gettext_noop("The program that replayed was stopped before the end: nothing was kept. Replay again.")


def usual_period(last: date) -> tuple[date, date]:
    """Return the last twelve months, up to a day."""
    return add_months_clamped(last, -MONTHS), last


def check_period(first: date, last: date, *, today: date) -> None:
    if last < first:
        raise PeriodUpsideDown
    if last - first > LONGEST:
        raise PeriodTooLong(first=last - LONGEST)
    if last > today:
        raise PeriodToCome(until=today)


def check_versions(version_ids: Sequence[int]) -> None:
    if len(set(version_ids)) < len(version_ids):
        raise SameTwice


def lane_as_json(lane: Lane) -> dict[str, Any]:
    """Return the totals of a lane as JSON: amounts as text, keys as text."""
    return {
        "messages": lane.kinds[Kind.MESSAGE], "calls": lane.kinds[Kind.CALL], "letters": lane.kinds[Kind.LETTER],
        "deposits": lane.kinds[Kind.DEPOSIT],
        "sales_tasks": lane.kinds[Kind.SALES_TASK], "internal_tasks": lane.kinds[Kind.INTERNAL], "calls_reached": lane.calls_reached,
        "legal_steps": lane.legal_steps, "cost": str(lane.cost), "payers": lane.payers,
        "channels": {channel.value: count for channel, count in sorted(lane.channels.items())},
        "levels": {str(level): count for level, count in sorted(lane.levels.items())},
        "customers_by_level": {str(level): count for level, count in sorted(lane.customers.items())},
        "months": dict(sorted(lane.months.items())), "paid_breaches": lane.breaches["paid"], "disputed_breaches": lane.breaches["disputed"],
        "decisions": lane.decisions,
    }  # fmt: skip


def payer_as_values(payer: PayerOutcome) -> tuple[dict[str, int], Decimal, dict[str, str]]:
    """Return what is kept of one payer: counts by kind, cost, first day at each level."""
    kinds = {kind.value: count for kind, count in sorted(payer.kinds.items())}
    return kinds, payer.cost, {str(level): day.isoformat() for level, day in sorted(payer.level_days.items())}


def costs_as_json(costs: Mapping[Channel, Decimal]) -> dict[str, str]:
    return {channel.value: str(cost) for channel, cost in costs.items()}


def costs_from(raw: Mapping[str, str]) -> dict[Channel, Decimal]:
    return {Channel(channel): Decimal(cost) for channel, cost in raw.items()}


def payers_of(outcome: Outcome) -> list[PayerOutcome]:
    return [outcome.payers[payer_id] for payer_id in sorted(outcome.payers)]
