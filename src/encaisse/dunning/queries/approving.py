"""What the approval screen shows: the drafts by channel and level, whose approval each still needs, what is already approved."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from encaisse.customers import queries as customers
from encaisse.db import run_sql
from encaisse.dunning.queries.planned import ActionView, planned
from encaisse.dunning.rules.approvals import roles_missing
from encaisse.kit.actor import Actor, Permission


@dataclass(frozen=True, slots=True)
class DraftGroup:
    """So many drafts of one channel, level, currency and creditor, and what they ask."""

    channel: str
    level: int
    currency: str
    creditor_id: int
    drafts: int
    net_amount: Decimal

    def is_asked(self, **narrowed: Any) -> bool:
        """Say whether these drafts are among those of a filter; an empty value asks for all."""
        return all(value in {"", None, getattr(self, name)} for name, value in narrowed.items())


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft to approve. `missing` are the roles whose approval it still needs; `is_mine`: the reader may give one."""

    action: ActionView
    missing: tuple[str, ...]
    is_mine: bool


def draft_groups(actor: Actor) -> list[DraftGroup]:
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    name = "dunning.approval_groups_whole" if customers.is_of_whole_creditors(scope) else "dunning.approval_groups"
    return [DraftGroup(*row) for row in run_sql(name, **scope)]


def drafts(
    actor: Actor, *, channel: str = "", level: int | None = None, creditor: int | None = None, page: int = 1, size: int = 50
) -> tuple[list[Draft], int]:
    """Return a page of the drafts to approve, by channel and level, and how many there are."""
    ids, total = draft_ids(actor, channel=channel, level=level, creditor=creditor, page=page, size=size)
    found = {view.id: view for view in planned(actor, states=["to_approve"], ids=ids, size=size)[0]}
    return [draft(actor, found[pk]) for pk in ids if pk in found], total


def draft_ids(
    actor: Actor, *, channel: str = "", level: int | None = None, creditor: int | None = None, page: int = 1, size: int = 50
) -> tuple[list[int], int]:
    """Return which drafts a page shows, and how many there are. Of whole creditors an index has them in order, and the groups the count."""
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    asked: dict[str, Any] = {"channel": channel, "level": level, "creditor": creditor, "size": size, "offset": (page - 1) * size, **scope}
    if not customers.is_of_whole_creditors(scope):
        rows = run_sql("dunning.drafts", **asked)
        return [row.id for row in rows], rows[0].total if rows else 0
    groups = [group for group in draft_groups(actor) if group.is_asked(channel=channel, level=level, creditor_id=creditor)]
    return [row.id for row in run_sql("dunning.drafts_whole", **asked)], sum(group.drafts for group in groups)


def draft(actor: Actor, view: ActionView) -> Draft:
    missing = roles_missing(view.reason.get("approvers", ()), view.reason.get("approved", ()))
    is_mine = view.state == "to_approve" and (not missing or actor.works_alone or bool(missing & {role.value for role in actor.roles}))
    return Draft(view, tuple(sorted(missing)), is_mine and actor.passes(Permission.MESSAGE_APPROVE))
