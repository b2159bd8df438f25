"""What an import tells of the books beyond its own file: kept from whoever may take files in and sees no invoice."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from encaisse.kit.actor import Actor, Grant, Mode, Permission, Scope

HIDDEN = "•••"
# Finding → its values that come from the books; everything else is in the file, which whoever takes it in has.
OF_THE_BOOKS: Mapping[str, frozenset[str]] = {
    "amount_differs": frozenset({"accounts"}),
    "date_differs": frozenset({"accounts"}),
    "due_date_differs": frozenset({"accounts"}),
    "file_ambiguous": frozenset({"numbers"}),
    "opening_differs": frozenset({"ledger", "difference"}),
}
# Refusals whose amounts come from the books; how many items are meant is needed to decide.
AMOUNTS = frozenset({"amount", "known_amount"})


def knowing_customers(actor: Actor) -> Actor:
    """Let whoever may take facts in and sees no customer (an administrator) recognise those a file names.

    Nothing is shown to them by it: a file is looked at and taken in outside of any page, what it answers is read again under their own
    rights, and what its findings and its refusal tell of the books is hidden from whoever sees no invoice (below). What remains is that
    a code or a number of their own file is known or not, without which no file can be corrected.
    """
    missing = [each for each in (Permission.CUSTOMER_VIEW, Permission.INVOICE_VIEW) if actor.may(each) is None]
    return replace(actor, grants={**actor.grants, **{each: Grant(each, Mode.ACT, Scope.ALL) for each in missing}})


def discreet_values(code: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the values of a finding without those that the books alone know."""
    return veiled(values, OF_THE_BOOKS.get(code, frozenset()))


def discreet_choices(choices: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was chosen of a file, its refusal without the amounts of the books."""
    refused = choices.get("refused")
    if not refused:
        return dict(choices)
    return {**choices, "refused": {**refused, "values": veiled(refused.get("values", {}), AMOUNTS)}}


def veiled(values: Mapping[str, Any], names: frozenset[str]) -> Mapping[str, Any]:
    return {name: HIDDEN if name in names else value for name, value in values.items()}
