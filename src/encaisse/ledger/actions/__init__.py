"""Writes of the ledger: documents, allocations, returned payments, due dates, decisions, maintained balances."""

from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from encaisse.ledger.actions.allocations import (
        Returned,
        Settled,
        allocate,
        allocate_many,
        return_payment,
        settle_group,
        undo_allocation,
    )
    from encaisse.ledger.actions.balances import re_age, refresh_balances
    from encaisse.ledger.actions.documents import Recorded, record_documents
    from encaisse.ledger.actions.evidence import (
        attach_files,
        detach_file,
        record_dispatch,
        record_dispatches,
        record_particulars,
        stage_numbers,
        withdraw_dispatch,
    )
    from encaisse.ledger.actions.factoring import add_factor, assign_documents, assign_numbers, set_mandate, take_back, take_back_numbers
    from encaisse.ledger.actions.items import change_due_date, complete_due_date, qualify, record_delivery_state
    from encaisse.ledger.actions.life_cycle import record_delivery_states, settle_delivery_state
    from encaisse.ledger.actions.rates import enter_rates
    from encaisse.ledger.actions.relations import adopt_documents, record_relation
    from encaisse.ledger.actions.situations import Situation, settle_situation
    from encaisse.ledger.actions.sources import set_freshness, set_threshold, source
else:
    wake_on_demand(__name__)

__all__ = [
    "Recorded",
    "Returned",
    "Settled",
    "Situation",
    "add_factor",
    "adopt_documents",
    "allocate",
    "allocate_many",
    "assign_documents",
    "assign_numbers",
    "attach_files",
    "change_due_date",
    "complete_due_date",
    "detach_file",
    "enter_rates",
    "qualify",
    "re_age",
    "record_delivery_state",
    "record_delivery_states",
    "record_dispatch",
    "record_dispatches",
    "record_documents",
    "record_particulars",
    "record_relation",
    "refresh_balances",
    "return_payment",
    "set_freshness",
    "set_mandate",
    "set_threshold",
    "settle_delivery_state",
    "settle_group",
    "settle_situation",
    "source",
    "stage_numbers",
    "take_back",
    "take_back_numbers",
    "undo_allocation",
    "withdraw_dispatch",
]
