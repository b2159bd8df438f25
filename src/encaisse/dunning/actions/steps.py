"""How a step ends for its items: history and cache written together, once per (due line, opening, step). Rules 2, 7 and 25."""

from collections.abc import Iterable
from datetime import date

from encaisse.db import execute_sql
from encaisse.dunning.models import ItemStep
from encaisse.dunning.queries.scenarios import Followed
from encaisse.dunning.rules.decisions import EndedStep, Reason


def end_steps_of(action_ids: list[int], *, how: str, on: date) -> int:
    """End, for every item an action recorded, its own step; a step already ended for the item stays as it was."""
    if not action_ids:
        return 0
    return execute_sql("dunning.end_steps_of_actions", action_ids=action_ids, how=how, on=on)


def end_without_action(ended: Iterable[tuple[int, int, EndedStep, Followed]]) -> int:
    """Record steps that ended by themselves: (customer id, opening, ended step, the scenario followed)."""
    rows = [
        (customer_id, step.item_id, opening, followed.scenario.steps[step.position], step, followed.scenario_id)
        for customer_id, opening, step, followed in ended
    ]
    if not rows:
        return 0
    return execute_sql(
        "dunning.end_steps",
        customer_ids=[row[0] for row in rows],
        item_ids=[row[1] for row in rows],
        rounds=[row[2] for row in rows],
        step_keys=[row[3].key for row in rows],
        positions=[row[3].position for row in rows],
        levels=[int(row[3].level) for row in rows],
        days=[row[4].ended_on for row in rows],
        hows=[row[4].how.value for row in rows],
        scenario_ids=[row[5] for row in rows],
    )


def leave_unsaid(action_ids: list[int], why: Reason) -> int:
    """Note that what was decided for these payers was not said: they are among those nobody speaks to (« Ce qui n'est pas relancé »)."""
    return execute_sql("dunning.leave_unsaid", action_ids=action_ids, code=why.value)


def reopen_steps_of(action_ids: list[int]) -> int:
    """Take back the steps an action ended (its message bounced or failed): the step is to be taken again, on another channel."""
    ItemStep.objects.filter(planned_action_id__in=action_ids).delete()
    return work_progress_out(action_ids)


def work_progress_out(action_ids: list[int]) -> int:
    """Work the progress of the items of some actions out again: steps were taken back, or what told them did not arrive."""
    return execute_sql("dunning.rebuild_progress", action_ids=action_ids)
