"""Lists of customers, and the search box."""

from dataclasses import dataclass
from typing import Any

from encaisse.customers.queries.scope import scope_parameters
from encaisse.customers.rules import Filters, Page, word_query
from encaisse.db import run_sql
from encaisse.kit.actor import Actor
from encaisse.kit.folding import folded

# A search of one or two letters looks at the beginning of names only: every name has words that begin so.
SHORTEST_WORD = 3
# From the cheapest to the widest; the next one is asked only when the ones before did not fill the list.
FIND = ("customers.find_by_beginning", "customers.find_common", "customers.find")
SORTS = ("name", "-name", "code", "-code", "city", "-city", "segment", "-segment")


@dataclass(frozen=True, slots=True)
class Found:
    id: int
    creditor_id: int
    code: str
    name: str
    city: str
    siren: str


@dataclass(frozen=True, slots=True)
class ListedCustomer:
    id: int
    creditor_id: int
    code: str
    name: str
    city: str
    kind: str
    segment: str
    region: str
    payer_id: int
    group_id: int | None
    collector_id: int | None
    salesperson_id: int | None


def find(actor: Actor, words: str, *, limit: int = 20) -> list[Found]:
    """Return customers that every word typed begins a word of: of the name, code, SIREN or city. Names that begin so come first."""
    plain = folded(words)
    if not plain:
        return []
    asked = {"words": word_query(words), "beginning": plain, "limit": limit, **scope_parameters(actor)}
    found: dict[int, Found] = {}
    for statement in FIND if len(plain) >= SHORTEST_WORD else FIND[:1]:
        for row in run_sql(statement, **asked):
            found.setdefault(row.id, Found(*row))
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def customer_list(
    actor: Actor, filters: Filters | None = None, *, sort: str = "name", page: int = 1, size: int = 50
) -> Page[ListedCustomer]:
    """Return one page of the customers in scope."""
    parameters: dict[str, Any] = {**(filters or Filters()).parameters(), **scope_parameters(actor)}
    found = "_found" if parameters["words"] else ""
    count = run_sql(f"customers.customer_count{found}", **parameters)[0].count
    order = sort if sort in SORTS else "name"
    rows = run_sql(f"customers.customer_list{found}", sort=order, limit=size, offset=(page - 1) * size, **parameters)
    return Page(tuple(ListedCustomer(*row) for row in rows), count, page, size)
