"""Reads of dunning: the states the rules decide on, the scenarios, what was decided and what is planned."""

from encaisse.dunning.queries.composing import Composition, compositions
from encaisse.dunning.queries.decisions import (
    LatestDecision,
    NotDunned,
    NotDunnedTotal,
    latest_decision,
    not_dunned,
    not_dunned_totals,
    oldest_unfinished_instant,
)
from encaisse.dunning.queries.explaining import Explanation, explanation
from encaisse.dunning.queries.go_live import GoLivePage, GoLiveRow, go_live
from encaisse.dunning.queries.making import Preview, outgoing_of, preview
from encaisse.dunning.queries.moment import facts_true_until, holds_of, is_live, last_runs, locked_hold, reading
from encaisse.dunning.queries.payers import Reading, ReadPayer, payer_ids_to_decide, payer_states
from encaisse.dunning.queries.planned import (
    ActionView,
    ListedItem,
    SignalView,
    action,
    action_items,
    actions_of,
    actions_to_approve,
    approved_messages,
    calls_to_make,
    done_today,
    locked_actions,
    planned,
    signals,
    tasks_to_do,
)
from encaisse.dunning.queries.scenarios import Followed, ScenarioCard, scenario_cards, scenarios_in_force, segments_of

__all__ = [
    "ActionView",
    "Composition",
    "Explanation",
    "Followed",
    "GoLivePage",
    "GoLiveRow",
    "LatestDecision",
    "ListedItem",
    "NotDunned",
    "NotDunnedTotal",
    "Preview",
    "ReadPayer",
    "Reading",
    "ScenarioCard",
    "SignalView",
    "action",
    "action_items",
    "actions_of",
    "actions_to_approve",
    "approved_messages",
    "calls_to_make",
    "compositions",
    "done_today",
    "explanation",
    "facts_true_until",
    "go_live",
    "holds_of",
    "is_live",
    "last_runs",
    "latest_decision",
    "locked_actions",
    "locked_hold",
    "not_dunned",
    "not_dunned_totals",
    "oldest_unfinished_instant",
    "outgoing_of",
    "payer_ids_to_decide",
    "payer_states",
    "planned",
    "preview",
    "reading",
    "scenario_cards",
    "scenarios_in_force",
    "segments_of",
    "signals",
    "tasks_to_do",
]
