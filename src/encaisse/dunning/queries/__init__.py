"""Reads of dunning: the states the rules decide on, the scenarios, what was decided and what is planned."""

from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from encaisse.dunning.queries.approving import Draft, DraftGroup, draft, draft_groups, drafts
    from encaisse.dunning.queries.by_hand import step_to_advance, warnings_before_writing
    from encaisse.dunning.queries.changing import Comparison, who_changes
    from encaisse.dunning.queries.common import calls_made_with, calls_simulated
    from encaisse.dunning.queries.composing import Composition, compositions
    from encaisse.dunning.queries.decisions import (
        LatestDecision,
        NotDunned,
        NotDunnedTotal,
        latest_decision,
        not_dunned,
        not_dunned_page,
        not_dunned_totals,
        oldest_unfinished_instant,
    )
    from encaisse.dunning.queries.deposits import DepositRow, PreparedDeposit, deposit, deposits_of, find_tickets, prepared_deposit
    from encaisse.dunning.queries.drafted import DraftText, draft_text
    from encaisse.dunning.queries.einvoices import StoppedEInvoice, e_invoices_stopped
    from encaisse.dunning.queries.enclosing import enclosure_policy, enclosures
    from encaisse.dunning.queries.errands import ErrandCount, SignalView, errand_counts, errands, signals
    from encaisse.dunning.queries.explaining import Explanation, explanation
    from encaisse.dunning.queries.followers import Followers, ItemsGiven, customers_given, followers, items_given
    from encaisse.dunning.queries.following import Following, Inherited, RequestView, following, requests_of, scenario_requests
    from encaisse.dunning.queries.go_live import GoLivePage, GoLiveRow, go_live
    from encaisse.dunning.queries.joint import is_joint, joining, jointly, simulated, with_joined
    from encaisse.dunning.queries.judgments import stopped_items
    from encaisse.dunning.queries.left_alone import (
        HoldBeside,
        NotDunnedGroup,
        NotDunnedTie,
        OverdueAccount,
        holds_beside,
        not_dunned_groups,
        not_dunned_tie,
        overdue_accounts,
    )
    from encaisse.dunning.queries.machine import Answer, Asked, replayed
    from encaisse.dunning.queries.making import Preview, copy_key, outgoing_of, preview
    from encaisse.dunning.queries.moment import (
        calendars_of,
        day_of,
        facts_true_until,
        holds_of,
        is_live,
        last_runs,
        locked_hold,
        must_be_fresh,
        reading,
    )
    from encaisse.dunning.queries.moved_days import Concerned, concerned_by_day
    from encaisse.dunning.queries.orders import RunOrderView, run_order, run_orders
    from encaisse.dunning.queries.oversight import OwnCap, Supervised, caps_of, is_supervised, own_caps, supervised
    from encaisse.dunning.queries.payers import Reading, ReadPayer, payer_ids_to_decide, payer_states
    from encaisse.dunning.queries.planned import (
        ActionView,
        ListedItem,
        action,
        action_items,
        actions_of,
        actions_to_approve,
        approved_messages,
        calls_to_make,
        deposits_to_make,
        done_today,
        locked_actions,
        planned,
        tasks_to_do,
        told_actions_of,
    )
    from encaisse.dunning.queries.postal_returns import ReturnRow, postal_returns
    from encaisse.dunning.queries.presentations import (
        AwaitedLetter,
        LetterFactRow,
        Notice,
        RegisteredLetter,
        awaited_letters,
        last_notices,
        letter_facts,
        letter_proof,
        presented_on,
        recipient_of,
        registered_letters,
    )
    from encaisse.dunning.queries.replays import ReplayCard, ReplayedPayer, asked_of, replay_card, replayed_payers, replays
    from encaisse.dunning.queries.scenarios import (
        Followed,
        ScenarioCard,
        scenario_cards,
        scenarios_in_force,
        segments_of,
    )
    from encaisse.dunning.queries.standing import HoldInForce, Standing, holds_in_force, live_since, standings
    from encaisse.dunning.queries.taken import StepTaken, steps_taken
    from encaisse.dunning.queries.texts_to_deposit import PreparedText, TextRow, text_to_deposit, texts_to_deposit
    from encaisse.dunning.queries.trials import Trial, trial
    from encaisse.dunning.queries.unsendable import Unsendable, unsendable
    from encaisse.dunning.queries.versions import (
        VersionCard,
        draft_of,
        scenario_card,
        texts,
        version,
        version_in_force,
        version_numbered,
        versions_making,
        versions_of,
    )
    from encaisse.dunning.queries.wordings import Rewording, rewordings, wordings
else:
    wake_on_demand(__name__)

__all__ = [
    "ActionView",
    "Answer",
    "Asked",
    "AwaitedLetter",
    "Comparison",
    "Composition",
    "Concerned",
    "DepositRow",
    "Draft",
    "DraftGroup",
    "DraftText",
    "ErrandCount",
    "Explanation",
    "Followed",
    "Followers",
    "Following",
    "GoLivePage",
    "GoLiveRow",
    "HoldBeside",
    "HoldInForce",
    "Inherited",
    "ItemsGiven",
    "LatestDecision",
    "LetterFactRow",
    "ListedItem",
    "NotDunned",
    "NotDunnedGroup",
    "NotDunnedTie",
    "NotDunnedTotal",
    "Notice",
    "OverdueAccount",
    "OwnCap",
    "PreparedDeposit",
    "PreparedText",
    "Preview",
    "ReadPayer",
    "Reading",
    "RegisteredLetter",
    "ReplayCard",
    "ReplayedPayer",
    "RequestView",
    "ReturnRow",
    "Rewording",
    "RunOrderView",
    "ScenarioCard",
    "SignalView",
    "Standing",
    "StepTaken",
    "StoppedEInvoice",
    "Supervised",
    "TextRow",
    "Trial",
    "Unsendable",
    "VersionCard",
    "action",
    "action_items",
    "actions_of",
    "actions_to_approve",
    "approved_messages",
    "asked_of",
    "awaited_letters",
    "calendars_of",
    "calls_made_with",
    "calls_simulated",
    "calls_to_make",
    "caps_of",
    "compositions",
    "concerned_by_day",
    "copy_key",
    "customers_given",
    "day_of",
    "deposit",
    "deposits_of",
    "deposits_to_make",
    "done_today",
    "draft",
    "draft_groups",
    "draft_of",
    "draft_text",
    "drafts",
    "e_invoices_stopped",
    "enclosure_policy",
    "enclosures",
    "errand_counts",
    "errands",
    "explanation",
    "facts_true_until",
    "find_tickets",
    "followers",
    "following",
    "go_live",
    "holds_beside",
    "holds_in_force",
    "holds_of",
    "is_joint",
    "is_live",
    "is_supervised",
    "items_given",
    "joining",
    "jointly",
    "last_notices",
    "last_runs",
    "latest_decision",
    "letter_facts",
    "letter_proof",
    "live_since",
    "locked_actions",
    "locked_hold",
    "must_be_fresh",
    "not_dunned",
    "not_dunned_groups",
    "not_dunned_page",
    "not_dunned_tie",
    "not_dunned_totals",
    "oldest_unfinished_instant",
    "outgoing_of",
    "overdue_accounts",
    "own_caps",
    "payer_ids_to_decide",
    "payer_states",
    "planned",
    "postal_returns",
    "prepared_deposit",
    "presented_on",
    "preview",
    "reading",
    "recipient_of",
    "registered_letters",
    "replay_card",
    "replayed",
    "replayed_payers",
    "replays",
    "requests_of",
    "rewordings",
    "run_order",
    "run_orders",
    "scenario_card",
    "scenario_cards",
    "scenario_requests",
    "scenarios_in_force",
    "segments_of",
    "signals",
    "simulated",
    "standings",
    "step_to_advance",
    "steps_taken",
    "stopped_items",
    "supervised",
    "tasks_to_do",
    "text_to_deposit",
    "texts",
    "texts_to_deposit",
    "told_actions_of",
    "trial",
    "unsendable",
    "version",
    "version_in_force",
    "version_numbered",
    "versions_making",
    "versions_of",
    "warnings_before_writing",
    "who_changes",
    "with_joined",
    "wordings",
]
