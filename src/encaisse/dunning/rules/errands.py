"""Whose list a task stands in, and until when it is awaited: accounting's in accounting's, the rest in the collector's."""

from collections.abc import Mapping
from datetime import date

from encaisse.dunning.rules.decisions import TaskKind
from encaisse.kit.actor import Role
from encaisse.kit.dates import add_working_days, working_days

FOLLOWING = frozenset({Role.COLLECTOR, Role.AGENCY_COLLECTOR, Role.CREDIT_MANAGER})
# Working days within which a task is awaited: credits hold reminders for five of them (rule 8), a copy is promised the next day.
AWAITED: Mapping[str, int] = {
    TaskKind.ALLOCATE_CREDITS: 5, TaskKind.FIND_PAYMENT: 2, TaskKind.SEND_COPY: 1, TaskKind.FORMAL_NOTICE_TO_DECIDE: 5,
}  # fmt: skip
USUALLY = 5


def roles_answered(held: frozenset[Role], staffed: frozenset[Role]) -> frozenset[Role]:
    """Return the roles whose tasks stand in a person's list: their own; for whoever follows customers also those that nobody holds."""
    if not held & FOLLOWING and staffed & FOLLOWING:
        return held
    return held | {Role.COLLECTOR} | (frozenset(Role) - staffed)


def awaited_on(kind: str, raised_on: date) -> date:
    """Return the working day until which a task is awaited."""
    return add_working_days(raised_on, AWAITED.get(kind, USUALLY), working_days())
