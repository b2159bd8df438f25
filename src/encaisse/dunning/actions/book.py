"""The results of a chunk of payers, written in bulk: actions with their items, steps ended, latest decisions, signals."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import blake2b
from typing import Any, NamedTuple

from psycopg.types.json import Jsonb

from encaisse.db import copy_rows, execute_sql, new_ids
from encaisse.dunning.actions.steps import end_without_action
from encaisse.dunning.queries.payers import ReadPayer
from encaisse.dunning.queries.scenarios import Followed
from encaisse.dunning.rules.decisions import Act, Decision, EndedStep, Hold, Reason, Wait
from encaisse.dunning.rules.kept import as_values
from encaisse.dunning.rules.scenario import WRITTEN, Channel, Level, StepMode
from encaisse.dunning.rules.wording import template_for

ACTION_COLUMNS = (
    "id", "creditor_id", "customer_id", "decided_on", "planned_since", "version_id", "step_key", "position", "level", "channel", "mode",
    "template_code", "sender_role", "assignee_id", "state", "currency", "net_amount", "subject_id", "debtor_id", "reason", "signature",
    "run_id", "result",
)  # fmt: skip
ITEM_COLUMNS = (
    "planned_action_id", "customer_id", "item_id", "round", "own_position", "own_step_key", "own_level", "how", "section", "amount",
    "open_amount", "held_amount", "noted_for",
)  # fmt: skip


WHILE_SALES_GOES_ON = frozenset({Reason.SALES_WINDOW, Reason.REPLY, Reason.PART_PAYMENT, Reason.CREDITS_COVER})


@dataclass(frozen=True, slots=True)
class LiveDraft:
    """What is planned already for a payer."""

    id: int
    step_key: str
    planned_since: date
    signature: str
    decided_on: date
    channel: str = ""


class PlannedAct(NamedTuple):
    """An action to write, with the draft it takes over and how its reason is kept."""

    payer: ReadPayer
    act: Act
    draft: LiveDraft | None
    signature: str
    reason: Mapping[str, Any]


@dataclass(slots=True)
class Book:
    """What a chunk decided, until it is written."""

    creditor_id: int
    run_id: int | None
    on: date
    decided_at: datetime
    planned: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    decided: int = 0
    acts: list[PlannedAct] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    decisions: list[tuple[int, Decision, Mapping[str, Any]]] = field(default_factory=list)
    ended: list[tuple[int, int, EndedStep, Followed]] = field(default_factory=list)

    def note(self, payer: ReadPayer, decision: Decision, draft: LiveDraft | None) -> None:
        """Take one decision in; a draft that would ask the very same thing is left as it is."""
        self.decided += 1
        reason = as_values(decision)
        self.decisions.append((payer.state.payer_id, decision, reason))
        if payer.followed is not None:
            for step in decision.ended:
                followed = payer.followed_by(step.item_id) or payer.followed
                self.ended.append((payer.customer_of[step.item_id], payer.round_of[step.item_id], step, followed))
        match decision:
            case Act():
                self.note_act(payer, decision, draft, reason)
            case Hold():
                self.held[decision.reason.value] += 1
            case Wait():
                self.waiting += 1
        if draft is not None and not isinstance(decision, Act) and not stays_with_sales(draft, decision):
            self.withdrawn.append(draft.id)

    def note_act(self, payer: ReadPayer, act: Act, draft: LiveDraft | None, reason: Mapping[str, Any]) -> None:
        self.planned[act.channel.value] += 1
        signature = signature_of(payer, act)
        if draft is not None and draft.signature == signature and draft.step_key == act.step.key:
            self.kept.append(draft.id)
            return
        if draft is not None:
            self.withdrawn.append(draft.id)
        self.acts.append(PlannedAct(payer, act, draft if draft and draft.step_key == act.step.key else None, signature, reason))

    def rewrite(self, payer: ReadPayer, act: Act, draft: LiveDraft) -> None:
        """Bring a draft that stays up to date: same action, the items and amounts of this moment."""
        signature = signature_of(payer, act)
        self.decided += 1
        reason = as_values(act)
        self.decisions.append((payer.state.payer_id, act, reason))
        if signature == draft.signature:
            return
        currency = next(iter(act.net_amounts), payer.state.currency)
        execute_sql(
            "dunning.rewrite_draft", id=draft.id, net_amount=act.net_amounts.get(currency, Decimal()), signature=signature,
            reason=Jsonb(reason),
        )  # fmt: skip
        copy_rows("dunning_action_item", ITEM_COLUMNS, item_rows(draft.id, payer, act))

    def write(self) -> None:
        withdraw_drafts(self.withdrawn, why="decided again")
        ids = new_ids("dunning_planned_action", len(self.acts)) if self.acts else []
        copy_rows("dunning_planned_action", ACTION_COLUMNS, map(self.action_row, ids, self.acts))
        rows = (row for action_id, each in zip(ids, self.acts, strict=True) for row in item_rows(action_id, each.payer, each.act))
        copy_rows("dunning_action_item", ITEM_COLUMNS, rows)
        end_without_action(self.ended)
        self.write_decisions()
        self.write_signals()

    def action_row(self, action_id: int, planned: PlannedAct) -> tuple[Any, ...]:
        payer, act, draft, signature, reason = planned
        followed = payer.version_of(act.step)
        assert followed is not None  # noqa: S101 - no scenario, no act
        currency = next(iter(act.net_amounts), payer.state.currency)
        template = template_for(act, is_consumer=payer.state.is_consumer)
        return (
            action_id, self.creditor_id, payer.state.payer_id, self.on, draft.planned_since if draft else self.on, followed.version_id,
            act.step.key, act.step.position, int(act.level), act.channel.value, act.mode.value, template,
            act.step.sender_role.value, payer.assignee(act.channel), first_state(act), currency,
            act.net_amounts.get(currency, Decimal()), act.subject_id, act.debtor_id, Jsonb(reason), signature, self.run_id, "",
        )  # fmt: skip

    def write_decisions(self) -> None:
        execute_sql(
            "dunning.keep_decisions",
            creditor_id=self.creditor_id,
            on=self.on,
            decided_at=self.decided_at,
            decisions=json.dumps([self.kept_row(*row) for row in self.decisions]),
        )

    def kept_row(self, payer_id: int, decision: Decision, reason: Mapping[str, Any]) -> dict[str, Any]:
        until = self.next_look(decision)
        return {
            "payer_id": payer_id, "verdict": verdict_of(decision), "code": decision.reason.value, "amount": str(overdue_of(decision)),
            "reason": reason, "until_on": until and until.isoformat(),
        }  # fmt: skip

    def next_look(self, decision: Decision) -> date | None:
        """Return the day to decide again: what is drafted is looked at each morning, the rest when it may change."""
        return self.on + timedelta(days=1) if isinstance(decision, Act) else decision.until

    def write_signals(self) -> None:
        tasks = [(payer_id, task) for payer_id, decision, _ in self.decisions for task in decision.tasks]
        if tasks:
            execute_sql(
                "dunning.raise_signals",
                creditor_id=self.creditor_id,
                on=self.on,
                payer_ids=[payer_id for payer_id, _ in tasks],
                kinds=[task.kind.value for _, task in tasks],
                amounts=[task.amount for _, task in tasks],
                currencies=[task.currency for _, task in tasks],
            )


def stays_with_sales(draft: LiveDraft, decision: Decision) -> bool:
    """Say whether a draft is a task that sales goes on with while finance is silent, for its window or for what the customer just did."""
    return draft.channel == Channel.SALES_TASK and decision.reason in WHILE_SALES_GOES_ON


def first_state(act: Act) -> str:
    """Return the state an action starts in: a message trusted to leave by itself and a task to do are approved, the rest is looked at."""
    if act.level >= Level.FORMAL_NOTICE or act.mode is StepMode.TO_APPROVE:
        return "to_approve"
    if act.channel in WRITTEN and act.mode is StepMode.MANUAL:
        return "to_approve"
    return "approved"


def item_rows(action_id: int, payer: ReadPayer, act: Act) -> list[tuple[Any, ...]]:
    rows = []
    for item in act.items:
        followed = payer.followed_by(item.item_id)
        assert followed is not None  # noqa: S101 - no scenario, no act
        own = None if item.own_position is None else followed.scenario.steps[item.own_position]
        rows.append((
            action_id, payer.customer_of[item.item_id], item.item_id, payer.round_of[item.item_id], item.own_position,
            own.key if own else "", int(own.level) if own else None, item.how.value if item.how else "", item.section.value, item.amount,
            item.open_amount, item.held_amount, item.noted_for,
        ))  # fmt: skip
    return rows


def signature_of(payer: ReadPayer, act: Act) -> str:
    """Return a digest of what an action would ask: same step, channel, items, openings, amounts and legal debtor, same signature."""
    listed = [(item.item_id, payer.round_of[item.item_id], item.section.value, str(item.amount), item.own_position) for item in act.items]
    debtor = () if act.debtor_id in {None, payer.state.payer_id} else (act.debtor_id,)
    return blake2b(repr((act.step.key, act.channel.value, act.subject_id, listed, *debtor)).encode(), digest_size=16).hexdigest()


def withdraw_drafts(action_ids: list[int], *, why: str) -> int:
    return execute_sql("dunning.withdraw_drafts", action_ids=action_ids, why=why) if action_ids else 0


def verdict_of(decision: Decision) -> str:
    return type(decision).__name__.lower()


def overdue_of(decision: Decision) -> Decimal:
    match decision:
        case Hold():
            return sum(decision.overdue.values(), Decimal())
        case Act():
            return sum(decision.net_amounts.values(), Decimal())
        case _:
            return sum((held.amount for held in decision.item_holds), Decimal())
