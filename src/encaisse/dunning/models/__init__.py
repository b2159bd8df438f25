from encaisse.dunning.models.actions import LIVE, ActionItem, ActionState, AddressDay, PlannedAction, Run
from encaisse.dunning.models.decisions import Decision, Hold, Signal
from encaisse.dunning.models.deposits import Deposit, TextToDeposit
from encaisse.dunning.models.joint import JointCreditor
from encaisse.dunning.models.letters import LetterFact, PostalReturn
from encaisse.dunning.models.oversight import ContactCap, EnclosurePolicy, RunOrder, Supervision
from encaisse.dunning.models.progress import GoLive, ItemProgress, ItemStep
from encaisse.dunning.models.replays import Replay, ReplayPayer, ReplayState
from encaisse.dunning.models.requests import ScenarioRequest
from encaisse.dunning.models.scenarios import Scenario, ScenarioVersion, SegmentScenario, Step, VersionState
from encaisse.dunning.models.wordings import DraftWording

__all__ = [
    "LIVE",
    "ActionItem",
    "ActionState",
    "AddressDay",
    "ContactCap",
    "Decision",
    "Deposit",
    "DraftWording",
    "EnclosurePolicy",
    "GoLive",
    "Hold",
    "ItemProgress",
    "ItemStep",
    "JointCreditor",
    "LetterFact",
    "PlannedAction",
    "PostalReturn",
    "Replay",
    "ReplayPayer",
    "ReplayState",
    "Run",
    "RunOrder",
    "Scenario",
    "ScenarioRequest",
    "ScenarioVersion",
    "SegmentScenario",
    "Signal",
    "Step",
    "Supervision",
    "TextToDeposit",
    "VersionState",
]
