from encaisse.workbench.models.calls import Call
from encaisse.workbench.models.order import Pin, Place
from encaisse.workbench.models.team import Capacity, Target

__all__ = ["Call", "Capacity", "Pin", "Place", "Target"]
