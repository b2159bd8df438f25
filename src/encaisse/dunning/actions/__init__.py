"""Writes of dunning: scenarios, go-live, the daily run, approvals, release, results of calls and tasks, holds."""

from encaisse.dunning.actions.approve import Approved, approve_actions, withdraw_actions
from encaisse.dunning.actions.go_live import close_go_live, set_go_live
from encaisse.dunning.actions.holds import lift_hold, set_hold, set_holds
from encaisse.dunning.actions.presentations import note_presentation
from encaisse.dunning.actions.release import Released, release, settle
from encaisse.dunning.actions.results import finish_signal, finish_task, note_call
from encaisse.dunning.actions.run import RunReport, RunUnderWay, run_dunning
from encaisse.dunning.actions.scenarios import follow, follow_shipped, install_scenarios, publish_scenario
from encaisse.dunning.actions.steps import reopen_steps_of

__all__ = [
    "Approved",
    "Released",
    "RunReport",
    "RunUnderWay",
    "approve_actions",
    "close_go_live",
    "finish_signal",
    "finish_task",
    "follow",
    "follow_shipped",
    "install_scenarios",
    "lift_hold",
    "note_call",
    "note_presentation",
    "publish_scenario",
    "release",
    "reopen_steps_of",
    "run_dunning",
    "set_go_live",
    "set_hold",
    "set_holds",
    "settle",
    "withdraw_actions",
]
