from encaisse.dunning.models.actions import LIVE, ActionItem, ActionState, AddressDay, PlannedAction, Run
from encaisse.dunning.models.decisions import Decision, Hold, Signal
from encaisse.dunning.models.progress import GoLive, ItemProgress, ItemStep
from encaisse.dunning.models.scenarios import Scenario, ScenarioVersion, SegmentScenario, Step, VersionState

__all__ = [
    "LIVE",
    "ActionItem",
    "ActionState",
    "AddressDay",
    "Decision",
    "GoLive",
    "Hold",
    "ItemProgress",
    "ItemStep",
    "PlannedAction",
    "Run",
    "Scenario",
    "ScenarioVersion",
    "SegmentScenario",
    "Signal",
    "Step",
    "VersionState",
]
