"""The replays people asked for and kept: the list, one with its totals, its customers one by one."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.db import run_sql
from encaisse.dunning.models import Replay
from encaisse.dunning.queries.machine import Asked
from encaisse.dunning.queries.versions import version
from encaisse.dunning.rules.machine import Assumptions
from encaisse.dunning.rules.machine.asking import costs_from
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound


@dataclass(frozen=True, slots=True)
class ReplayCard:
    id: int
    creditor_id: int
    name: str
    state: str
    first_on: date
    last_on: date
    versions: list[int]
    segment: str
    scenario_id: int | None
    most: int
    settings: dict[str, Any]
    failed: dict[str, Any]
    result: dict[str, Any]
    done_count: int
    total_count: int
    all_count: int
    asked_by_name: str
    asked_at: datetime
    ended_at: datetime | None
    is_stopping: bool

    @property
    def is_over(self) -> bool:
        return self.state in {"done", "cancelled", "failed"}

    @property
    def may_run_again(self) -> bool:
        return self.state in {"cancelled", "failed"}

    @property
    def is_cut(self) -> bool:
        return self.total_count < self.all_count


CARD = tuple(ReplayCard.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class ReplayedPayer:
    """One payer: its lanes (first, second, what really happened: counts by kind, cost, first day at each level) and what it paid."""

    customer_id: int
    code: str
    name: str
    lanes: dict[int, dict[str, Any]]
    paid: list[dict[str, Any]]


def replays(actor: Actor, *, limit: int = 50) -> list[ReplayCard]:
    """Return the replays of the creditors in reach, the newest first."""
    actor.must(Permission.SCENARIO_EDIT)
    rows = Replay.objects.all() if actor.all_creditors else Replay.objects.filter(creditor_id__in=actor.creditors)
    return [ReplayCard(**row) for row in rows.order_by("-id").values(*CARD)[:limit]]


def replay_card(actor: Actor, replay_id: int) -> ReplayCard:
    actor.must(Permission.SCENARIO_EDIT)
    row = Replay.objects.filter(pk=replay_id).values(*CARD).first()
    if row is None or not actor.reaches(row["creditor_id"]):
        raise NotFound(what="replay")
    return ReplayCard(**row)


def asked_of(actor: Actor, card: ReplayCard) -> Asked:
    """Return what a kept replay asks, ready to be replayed."""
    creditors.creditor(actor, card.creditor_id)
    settings = card.settings
    versions = tuple(version(actor, version_id)[1] if version_id else None for version_id in card.versions)
    return Asked(
        creditor_id=card.creditor_id, versions=versions, first=card.first_on,
        last=card.last_on, segment=card.segment, scenario_id=card.scenario_id, most=card.most,
        assumptions=Assumptions(settings["calls_reached"], settings["presented_after"]), costs=costs_from(settings["costs"]),
    )  # fmt: skip


def replayed_payers(actor: Actor, replay_id: int, *, page: int = 1, size: int = 50) -> tuple[list[ReplayedPayer], int]:
    """Return the customers of a replay, those that received most first; a customer out of sight is left out."""
    replay_card(actor, replay_id)
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    rows = run_sql("dunning.replayed_payers", replay_id=replay_id, size=size, offset=(page - 1) * size, **scope)
    payers = [
        ReplayedPayer(
            row.customer_id, row.code, row.name, {int(lane): values for lane, values in json.loads(row.lanes).items()},
            [paid | {"amount": Decimal(paid["amount"])} for paid in json.loads(row.paid)],
        )
        for row in rows
    ]  # fmt: skip
    return payers, rows[0].total if rows else 0
