"""The daily decision of dunning, as pure functions over values. `decide` is the door; the other names are its values and its neighbours."""

from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from encaisse.dunning.rules.decide import decide
    from encaisse.dunning.rules.decisions import Act, Decision, Hold, Reason, Wait
    from encaisse.dunning.rules.scenario import Channel, Level, Scenario, Step, StepMode
    from encaisse.dunning.rules.values import ItemState, PayerState
else:
    wake_on_demand(__name__)

__all__ = [
    "Act",
    "Channel",
    "Decision",
    "Hold",
    "ItemState",
    "Level",
    "PayerState",
    "Reason",
    "Scenario",
    "Step",
    "StepMode",
    "Wait",
    "decide",
]
