"""Writes of dunning: scenarios, go-live, the daily run, approvals, release, results of calls and tasks, holds."""

from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from encaisse.dunning.actions.approve import Approved, approve_actions, withdraw_actions
    from encaisse.dunning.actions.bounces import take_back_bounced
    from encaisse.dunning.actions.by_hand import advance_by_hand, take_address_by_hand
    from encaisse.dunning.actions.corrections import correct_letter_fact
    from encaisse.dunning.actions.deposits import DepositWord, deposit_another_way, note_deposit
    from encaisse.dunning.actions.drafts import (
        add_step,
        archive_scenario,
        bring_back_scenario,
        change_line,
        change_step,
        create_scenario,
        duplicate_step,
        leave_draft,
        move_step,
        remove_step,
        rename_scenario,
        start_draft,
    )
    from encaisse.dunning.actions.einvoices import ask_about_e_invoices, settle_e_invoice
    from encaisse.dunning.actions.enclosures import remove_terms, set_enclosures, set_terms
    from encaisse.dunning.actions.following import give_scenario, settle_request
    from encaisse.dunning.actions.go_live import close_go_live, set_go_live
    from encaisse.dunning.actions.holds import lift_hold, set_hold, set_holds
    from encaisse.dunning.actions.joint import set_joint
    from encaisse.dunning.actions.orders import give_up_order, order_run, take_order
    from encaisse.dunning.actions.oversight import end_supervision, set_caps, supervise
    from encaisse.dunning.actions.postal_returns import Taken, take_postal_return, take_postal_returns
    from encaisse.dunning.actions.presentations import note_presentation
    from encaisse.dunning.actions.release import Released, release, settle
    from encaisse.dunning.actions.replays import (
        ask_replay,
        cancel_replay,
        check_asked,
        crashes_named,
        forget_replay,
        replay_again,
        run_replay,
        settle_lost_replays,
    )
    from encaisse.dunning.actions.results import finish_signal, finish_task, note_call
    from encaisse.dunning.actions.run import RunReport, RunUnderWay, run_dunning
    from encaisse.dunning.actions.scenarios import follow, follow_shipped, install_scenarios, publish_scenario
    from encaisse.dunning.actions.signals import copies_sent, raise_signal
    from encaisse.dunning.actions.sms_answers import hear_sms
    from encaisse.dunning.actions.steps import reopen_steps_of
    from encaisse.dunning.actions.texts_to_deposit import ask_for_deposit, note_text_deposit, withdraw_text
    from encaisse.dunning.actions.trials import send_fax_trial, send_mail_trial, send_sms_trial, try_letter
    from encaisse.dunning.actions.versions import approve_version, cancel_version, propose_version, refuse_version, take_back_version
    from encaisse.dunning.actions.visits import nobody_there, note_visit
    from encaisse.dunning.actions.wordings import unword_draft, word_draft
else:
    wake_on_demand(__name__)

__all__ = [
    "Approved",
    "DepositWord",
    "Released",
    "RunReport",
    "RunUnderWay",
    "Taken",
    "add_step",
    "advance_by_hand",
    "approve_actions",
    "approve_version",
    "archive_scenario",
    "ask_about_e_invoices",
    "ask_for_deposit",
    "ask_replay",
    "bring_back_scenario",
    "cancel_replay",
    "cancel_version",
    "change_line",
    "change_step",
    "check_asked",
    "close_go_live",
    "copies_sent",
    "correct_letter_fact",
    "crashes_named",
    "create_scenario",
    "deposit_another_way",
    "duplicate_step",
    "end_supervision",
    "finish_signal",
    "finish_task",
    "follow",
    "follow_shipped",
    "forget_replay",
    "give_scenario",
    "give_up_order",
    "hear_sms",
    "install_scenarios",
    "leave_draft",
    "lift_hold",
    "move_step",
    "nobody_there",
    "note_call",
    "note_deposit",
    "note_presentation",
    "note_text_deposit",
    "note_visit",
    "order_run",
    "propose_version",
    "publish_scenario",
    "raise_signal",
    "refuse_version",
    "release",
    "remove_step",
    "remove_terms",
    "rename_scenario",
    "reopen_steps_of",
    "replay_again",
    "run_dunning",
    "run_replay",
    "send_fax_trial",
    "send_mail_trial",
    "send_sms_trial",
    "set_caps",
    "set_enclosures",
    "set_go_live",
    "set_hold",
    "set_holds",
    "set_joint",
    "set_terms",
    "settle",
    "settle_e_invoice",
    "settle_lost_replays",
    "settle_request",
    "start_draft",
    "supervise",
    "take_address_by_hand",
    "take_back_bounced",
    "take_back_version",
    "take_order",
    "take_postal_return",
    "take_postal_returns",
    "try_letter",
    "unword_draft",
    "withdraw_actions",
    "withdraw_text",
    "word_draft",
]
