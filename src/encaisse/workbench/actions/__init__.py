"""What one gesture of a person does in several rooms, in one transaction; the order of their day; what a manager sets; the portfolio."""

from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from encaisse.workbench.actions.by_hand import send_by_hand
    from encaisse.workbench.actions.closes import MadeClose, close_months_due, close_portfolio
    from encaisse.workbench.actions.common import note_common_call
    from encaisse.workbench.actions.duplicates import Duplicates, send_duplicates
    from encaisse.workbench.actions.evidence import attach_upload, keep_proof
    from encaisse.workbench.actions.gestures import NotedCall, hold_items, note_call_with_outcome
    from encaisse.workbench.actions.habits import confirm_payment_day, drop_payment_day
    from encaisse.workbench.actions.handover import hand_over
    from encaisse.workbench.actions.order import move_call, pin, unpin
    from encaisse.workbench.actions.reviews import write_review
    from encaisse.workbench.actions.saved_views import change_view, delete_view, save_view
    from encaisse.workbench.actions.service import send_statement
    from encaisse.workbench.actions.team import set_capacity, set_target
    from encaisse.workbench.actions.visits import NotedVisit, note_visit_with_outcome
else:
    wake_on_demand(__name__)

__all__ = [
    "Duplicates",
    "MadeClose",
    "NotedCall",
    "NotedVisit",
    "attach_upload",
    "change_view",
    "close_months_due",
    "close_portfolio",
    "confirm_payment_day",
    "delete_view",
    "drop_payment_day",
    "hand_over",
    "hold_items",
    "keep_proof",
    "move_call",
    "note_call_with_outcome",
    "note_common_call",
    "note_visit_with_outcome",
    "pin",
    "save_view",
    "send_by_hand",
    "send_duplicates",
    "send_statement",
    "set_capacity",
    "set_target",
    "unpin",
    "write_review",
]
