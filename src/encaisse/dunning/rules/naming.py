"""Which invoice a credit names (rule 8): the one its document is about, else the one whose number it bears."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple


class Entry(NamedTuple):
    """One due line or credit of a payer, with the document it belongs to."""

    item_id: int
    document_id: int
    customer_id: int
    number: str
    amount: Decimal
    currency: str
    is_payment: bool = False
    about_document_id: int | None = None


def named_lines(entries: Sequence[Entry]) -> dict[int, tuple[int, ...]]:
    """Return, for each credit that names an invoice, the due lines of that invoice; nothing for most payers."""
    credits_ = [each for each in entries if each.amount < 0]
    if not any(each.about_document_id or each.number for each in credits_):
        return {}
    lines: dict[int, list[Entry]] = defaultdict(list)
    for each in entries:
        lines[each.document_id].append(each)
    named: dict[int, Sequence[Entry]] = {each.item_id: lines.get(each.about_document_id, []) for each in credits_ if each.about_document_id}
    named |= bearing_a_number([each for each in credits_ if not each.about_document_id and each.number.strip()], lines.values())
    return {item_id: tuple(line.item_id for line in found) for item_id, found in named.items() if found}


def bearing_a_number(credits_: Iterable[Entry], documents: Iterable[Sequence[Entry]]) -> dict[int, Sequence[Entry]]:
    """Return the lines of the only invoice of the same customer that bears the number of a credit.

    A payment does so by chance as well, where pieces of the bank are numbered like those of sales: its amount must tell the same.
    """
    invoices: dict[tuple[int, str, str], list[Sequence[Entry]]] = defaultdict(list)
    for lines in documents:
        if lines[0].amount > 0:
            invoices[key(lines[0])].append(lines)
    found = {credit: invoices[key(credit)][0] for credit in credits_ if len(invoices.get(key(credit), ())) == 1}
    return {credit.item_id: told_by_amount(credit, lines) if credit.is_payment else lines for credit, lines in found.items()}


def key(entry: Entry) -> tuple[int, str, str]:
    return entry.customer_id, entry.number.strip(), entry.currency


def told_by_amount(payment: Entry, lines: Sequence[Entry]) -> Sequence[Entry]:
    """Return the lines a payment settles to the cent: all of them, or the first one of its amount."""
    if sum(line.amount for line in lines) == -payment.amount:
        return lines
    return [line for line in lines if line.amount == -payment.amount][:1]
