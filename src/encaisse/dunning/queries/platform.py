"""What the e-invoicing platform told, as it concerns each due line of a payer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from encaisse.dunning.rules.einvoices import DisputeDays, DueLine, EInvoiceState, einvoice_hold, is_about, shares_of
from encaisse.dunning.rules.values import HeldPart


def shared_codes(rows: Sequence[Any], codes: Mapping[int, EInvoiceState]) -> dict[int, EInvoiceState]:
    """Return, by due line, the share it has of what is contested of its e-invoice; nothing for most payers."""
    lines: dict[int, list[DueLine]] = defaultdict(list)
    for row in rows:
        if (state := codes.get(row.document_id)) and state.contested_amount is not None:
            lines[row.document_id].append(DueLine(row.item_id, row.due_date, row.open_amount))
    return {item_id: state for document_id, group in lines.items() for item_id, state in shares_of(codes[document_id], group).items()}


def held_on_platform(state: EInvoiceState | None, item_id: int, disputes: Iterable[Any], *, on: date) -> tuple[HeldPart, ...]:
    if state is None:
        return ()
    return einvoice_hold(
        state, [DisputeDays(row.opened_on, row.closed_on) for row in disputes if is_about(state, item_id, row.item_id)], on=on
    )
