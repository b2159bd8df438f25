"""What is planned: drafts to approve, calls to make, tasks, and the past actions of a customer."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from encaisse.customers import queries as customers
from encaisse.customers.models import Customer
from encaisse.db import run_sql
from encaisse.dunning.models import LIVE, PlannedAction
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound

SENT_CHANNELS = ("email", "sms", "letter", "registered_letter", "fax")
SPOKEN_CHANNELS = ("call", "visit")
DEPOSIT_CHANNELS = ("portal",)
ALL_BUT_WITHDRAWN = ("to_approve", "approved", "sending", "sent", "failed", "unknown", "done", "not_done")
TASK_CHANNELS = ("internal_task", "sales_task", "block_request", "hand_over")


@dataclass(frozen=True, slots=True)
class ActionView:
    id: int
    creditor_id: int
    customer_id: int
    code: str
    name: str
    decided_on: date
    planned_since: date
    step_key: str
    position: int
    level: int
    channel: str
    mode: str
    template_code: str
    sender_role: str
    assignee_id: int | None
    state: str
    currency: str
    net_amount: Decimal
    subject_id: int | None
    reason: dict[str, Any]
    message_id: int | None
    approved_at: datetime | None
    approved_by: int | None
    call_back_at: datetime | None
    attempts: int
    ended_on: date | None
    result: str
    version_id: int
    debtor_id: int | None
    item_count: int
    not_before: datetime | None = None
    joins_id: int | None = None

    @property
    def common_key(self) -> int:
        """Return what the calls that ring at one number have in common."""
        return self.joins_id or self.id

    @property
    def text_seen_at(self) -> datetime | None:
        """Return when a person let its text leave: a template edited since is not what they saw, and does not leave in its place."""
        return self.approved_at if self.approved_by is not None else None


@dataclass(frozen=True, slots=True)
class ListedItem:
    item_id: int
    customer_id: int
    reference: str
    title: str
    issued_on: date
    due_date: date
    order_reference: str
    currency: str
    document_amount: Decimal
    section: str
    amount: Decimal
    open_amount: Decimal
    held_amount: Decimal
    own_level: int | None
    noted_for: date | None


def actions_to_approve(
    actor: Actor, *, channels: Sequence[str] | None = None, page: int = 1, size: int = 50
) -> tuple[list[ActionView], int]:
    return planned(actor, states=["to_approve"], channels=channels, page=page, size=size)


def calls_to_make(actor: Actor, *, assignee_id: int | None = None, page: int = 1, size: int = 50) -> tuple[list[ActionView], int]:
    """Return the calls and visits ready to be made: call-backs at their hour first, then net overdue × level."""
    return planned(actor, states=["approved"], channels=SPOKEN_CHANNELS, assignee_id=assignee_id, page=page, size=size)


def deposits_to_make(actor: Actor, *, collector_id: int | None = None, page: int = 1, size: int = 50) -> tuple[list[ActionView], int]:
    """Return the texts a person has to deposit on a customer's portal."""
    return planned(actor, states=["approved"], channels=DEPOSIT_CHANNELS, collector_id=collector_id, page=page, size=size)


def tasks_to_do(actor: Actor, *, collector_id: int | None = None, page: int = 1, size: int = 50) -> tuple[list[ActionView], int]:
    """Return the tasks of a person's list; one for sales stands with the salesperson alone, when the customer has one.

    Whoever stands in for them has it too; background work sees all of them.
    """
    sellers = sorted(actor.own_ids) if collector_id is None else [collector_id]
    selling = None if actor.user_id is None and collector_id is None else sellers
    return planned(actor, states=["approved"], channels=TASK_CHANNELS, collector_id=collector_id, selling=selling, page=page, size=size)


def approved_messages(actor: Actor, *, page: int = 1, size: int = 500) -> tuple[list[ActionView], int]:
    """Return the messages approved and not yet handed over: they may still be withdrawn."""
    return planned(actor, states=["approved"], channels=SENT_CHANNELS, page=page, size=size)


def done_today(actor: Actor, *, on: date) -> tuple[list[ActionView], int]:
    return planned(actor, states=["done", "sent", "sending", "unknown"], ended_on=on, newest_first=True, size=500)


def actions_of(actor: Actor, customer_id: int, *, only_live: bool = False) -> list[ActionView]:
    states = list(LIVE) if only_live else list(ALL_BUT_WITHDRAWN)
    return planned(actor, states=states, customer_id=customer_id, newest_first=True, size=500)[0]


def told_actions_of(actor: Actor, customer_id: int) -> list[ActionView]:
    """Return what a customer's story tells: the actions, and those a person took back before they were handed over."""
    states = [*ALL_BUT_WITHDRAWN, "withdrawn"]
    found = planned(actor, states=states, customer_id=customer_id, newest_first=True, size=500)[0]
    return [row for row in found if row.state != "withdrawn" or ("withdrawn" in row.reason and row.message_id is None)]


def action(actor: Actor, action_id: int) -> ActionView:
    found = planned(actor, states=[state for state, _ in PlannedAction._meta.get_field("state").choices or ()], ids=[action_id])[0]  # noqa: SLF001 - Django's own name
    if not found:
        raise NotFound(what="action")
    return found[0]


def planned(
    actor: Actor,
    *,
    states: Sequence[str],
    channels: Sequence[str] | None = None,
    customer_id: int | None = None,
    assignee_id: int | None = None,
    collector_id: int | None = None,
    selling: Sequence[int] | None = None,
    ids: Sequence[int] | None = None,
    ended_on: date | None = None,
    newest_first: bool = False,
    page: int = 1,
    size: int = 50,
) -> tuple[list[ActionView], int]:
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    is_whole = customers.is_of_whole_creditors(scope) and collector_id is None
    asked = scope if is_whole else {"collector_id": collector_id, **scope}
    rows = run_sql(
        "dunning.planned_actions_whole" if is_whole else "dunning.planned_actions", states=list(states),
        channels=list(channels) if channels else None, customer_id=customer_id, assignee_id=assignee_id, selling=selling,
        ids=list(ids) if ids is not None else None, ended_on=ended_on, newest_first=newest_first, size=size, offset=(page - 1) * size,
        **asked,
    )  # fmt: skip
    return [ActionView(*row._replace(reason=json.loads(row.reason))[:-1]) for row in rows], rows[0].total if rows else 0


def action_items(actor: Actor, action_ids: Iterable[int]) -> dict[int, list[ListedItem]]:
    """Return what each action lists, by action, the oldest due first within a section."""
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    listed: dict[int, list[ListedItem]] = {}
    for row in run_sql("dunning.action_items", ids=list(action_ids), **scope):
        listed.setdefault(row[0], []).append(ListedItem(*row[1:]))
    return listed


def locked_actions(actor: Actor, action_ids: Sequence[int]) -> list[PlannedAction]:
    """Lock the actions asked that lie in scope, in a fixed order."""
    in_scope = Customer.objects.filter(customers.in_scope(actor)).values("id")
    return list(PlannedAction.objects.select_for_update().filter(pk__in=list(action_ids), customer_id__in=in_scope).order_by("id"))
