from encaisse.workbench.models.calls import Call
from encaisse.workbench.models.closes import Close, ClosedBalance, ClosedItem
from encaisse.workbench.models.onboarding import StepLeft
from encaisse.workbench.models.order import Pin, Place
from encaisse.workbench.models.reviews import ReviewComment
from encaisse.workbench.models.team import Capacity, Target
from encaisse.workbench.models.views import SavedView
from encaisse.workbench.models.visits import Visit

__all__ = [
    "Call",
    "Capacity",
    "Close",
    "ClosedBalance",
    "ClosedItem",
    "Pin",
    "Place",
    "ReviewComment",
    "SavedView",
    "StepLeft",
    "Target",
    "Visit",
]
