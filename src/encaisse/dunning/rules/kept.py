"""How a decision is kept: plain values, so that tomorrow's reader sees what today's rule saw."""

from datetime import date
from decimal import Decimal
from typing import Any

from encaisse.dunning.rules.decisions import Act, Decision


def as_values(decision: Decision) -> dict[str, Any]:
    """Return a decision's reason, figures, tasks and held items as JSON values."""
    kept: dict[str, Any] = {"code": decision.reason.value}
    if decision.figures:
        kept["figures"] = {name: plain(value) for name, value in decision.figures.items()}
    if decision.tasks:
        kept["tasks"] = [task.kind.value for task in decision.tasks]
    if decision.item_holds:
        kept["held"] = [
            [held.item_id, held.reason.value, str(held.amount), plain(held.until), held.currency] for held in decision.item_holds
        ]
    if isinstance(decision, Act):
        kept["net"] = {currency: str(amount) for currency, amount in decision.net_amounts.items()}
        if decision.away:
            kept["away"] = {"name": decision.away.name, "back_on": plain(decision.away.back_on), "replaced": decision.away.is_replaced}
        if decision.thanks:
            kept["thanks"] = {currency: str(amount) for currency, amount in decision.thanks.items()}
        if decision.approvers:
            kept["approvers"] = [role.value for role in decision.approvers]
    return kept


def plain(value: Any) -> Any:
    match value:
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case _:
            return value
