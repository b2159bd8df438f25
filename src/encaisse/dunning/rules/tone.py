"""Rules 4 and 5: the level of the day, and why the tone does not go down."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from encaisse.dunning.rules.morning import SHARE, Claim, Morning
from encaisse.dunning.rules.scenario import Level, Scenario, Step
from encaisse.dunning.rules.values import ZERO


class DueItem(NamedTuple):
    claim: Claim
    step: Step


def rank(step: Step) -> tuple[int, int]:
    return step.level, step.position


def tone_currency(morning: Morning, due: Iterable[DueItem]) -> str:
    """Return the currency in which the tone is weighed: the creditor's own when something is due in it, else the most frequent."""
    counts = Counter(each.claim.item.currency for each in due)
    return morning.payer.currency if morning.payer.currency in counts else min(counts, key=lambda currency: (-counts[currency], currency))


def heaviest(weighed: Iterable[tuple[Step, Decimal]], overdue: Decimal) -> Step | None:
    """Return the highest step such that what stands at it or above weighs at least 20 % of what is overdue."""
    weights: dict[tuple[int, int], Decimal] = {}
    steps: dict[tuple[int, int], Step] = {}
    for step, amount in weighed:
        ranked = rank(step)
        weights[ranked] = weights.get(ranked, ZERO) + amount
        steps[ranked] = step
    weight = ZERO
    for each in sorted(steps, reverse=True):
        weight += weights[each]
        if weight >= SHARE * overdue:
            return steps[each]
    return None


def step_of_the_day(morning: Morning, due: list[DueItem], currency: str, tone: Step | None) -> Step | None:
    """Return the step that sets the action: a forgotten cent sets no tone, and when nothing weighs enough the lowest step does.

    None when even that one would speak louder than anything said so far: what is due is left to a person.
    """
    weighed = ((each.step, each.claim.amount) for each in due if each.claim.item.currency == currency)
    found = heaviest(weighed, morning.overdue.get(currency, ZERO))
    if found is not None:
        return found
    lowest = min((each.step for each in due), key=rank)
    return lowest if lowest.level <= max(Level.R1, tone.level if tone else Level.R1) else None


def tone_to_keep(morning: Morning, currency: str) -> Step | None:
    """Return the last written step whose items, still open and unheld, weigh 20 %: the next message is no softer."""
    return heaviest(spoken_tones(morning, currency), morning.overdue.get(currency, ZERO))


def spoken_tones(morning: Morning, currency: str) -> Iterable[tuple[Step, Decimal]]:
    for claim in morning.late:
        item = claim.item
        scenario = item.override or morning.scenario
        if item.last_position is None or item.currency != currency:
            continue
        position = spoken_position(scenario, item.last_position, item.last_level or Level.PREVENTIVE)
        if position is not None:
            yield scenario.steps[position], claim.amount


def spoken_position(scenario: Scenario, last_position: int, last_level: int) -> int | None:
    """Return the last written step at or before a position that is no louder than the level reached: what ended unsaid sets no tone."""
    position = scenario.tone_positions[min(last_position, len(scenario.steps) - 1)]
    while position is not None and scenario.steps[position].level > last_level:
        position = scenario.tone_positions[position - 1] if position else None
    return position
