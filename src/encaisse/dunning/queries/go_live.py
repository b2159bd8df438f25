"""The go-live screen: what a person must set before anything leaves for a new creditor (rule 1)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.db import run_sql
from encaisse.kit.actor import Actor, Permission


@dataclass(frozen=True, slots=True)
class GoLiveRow:
    item_id: int
    customer_id: int
    document_id: int
    code: str
    name: str
    reference: str
    due_date: date
    days_late: int
    open_amount: Decimal
    currency: str
    flag: str
    choice: str


@dataclass(frozen=True, slots=True)
class GoLivePage:
    rows: list[GoLiveRow]
    total: int
    counts: Counter[str]
    set_counts: Counter[str]
    left_to_set: int


def go_live(
    actor: Actor,
    creditor_id: int,
    *,
    on: date,
    flag: str = "",
    only_unset: bool = False,
    only_set: bool = False,
    page: int = 1,
    size: int = 50,
) -> GoLivePage:
    creditors.creditor(actor, creditor_id)
    scope = customers.scope_parameters(actor, Permission.CUSTOMER_VIEW)
    counts = run_sql("dunning.go_live_counts", creditor_id=creditor_id, on=on, **scope)
    all_items = Counter({row.flag: row.items for row in counts})
    set_items = Counter({row.flag: row.items - row.unset_items for row in counts})
    listed = all_items - set_items if only_unset else set_items if only_set else all_items
    total = listed[flag] if flag else listed.total()
    asked = {"flag": flag, "only_unset": only_unset, "only_set": only_set, "size": size, "offset": (page - 1) * size}
    rows = run_sql("dunning.go_live", creditor_id=creditor_id, on=on, **asked, **scope) if total else []
    return GoLivePage(
        rows=[GoLiveRow(*row) for row in rows],
        total=total,
        counts=all_items,
        set_counts=set_items,
        left_to_set=sum(row.unset_items for row in counts),
    )
