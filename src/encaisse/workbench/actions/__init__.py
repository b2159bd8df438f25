"""What one gesture of a person does in several rooms, in one transaction; the order of their day; what a manager sets."""

from encaisse.workbench.actions.gestures import NotedCall, hold_items, note_call_with_outcome
from encaisse.workbench.actions.order import move_call, pin, unpin
from encaisse.workbench.actions.service import send_statement
from encaisse.workbench.actions.team import set_capacity, set_target

__all__ = ["NotedCall", "hold_items", "move_call", "note_call_with_outcome", "pin", "send_statement", "set_capacity", "set_target", "unpin"]
