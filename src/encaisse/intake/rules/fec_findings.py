"""What a FEC shows beside its items: sums that do not match, columns left empty, letters that do not balance."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from encaisse.intake.rules.fec_header import file_name_findings
from encaisse.intake.rules.findings import Finding

A_YEAR_AND_A_HALF = 549


def file_findings(journals: Sequence[Any], *, name: str, siren: str, creditor: str) -> list[Finding]:
    """Compare the whole: debits with credits, dates with the name of the file."""
    debit, credit = (sum((getattr(row, side) for row in journals), Decimal(0)) for side in ("debit", "credit"))
    last = max((row.last_date for row in journals if row.last_date), default="")
    first = min((row.first_date for row in journals if row.first_date), default="")
    found = file_name_findings(name, siren=siren, creditor=creditor, last=last)
    if debit != credit:
        found.append(Finding("unbalanced", None, {"debit": debit, "credit": credit, "difference": abs(debit - credit)}))
    if first and int(last[:4]) - int(first[:4]) >= 2:  # noqa: PLR2004 - three calendar years are more than one financial year
        found.append(Finding("dates_span", None, {"first": first, "last": last}))
    return found


def journal_findings(journals: Iterable[Any]) -> list[Finding]:
    """Say what is odd in each journal, and where it first shows."""
    journals = list(journals)
    found = [
        Finding("journal_unbalanced", None, {"journal": row.code, "difference": row.debit - row.credit})
        for row in journals
        if row.debit != row.credit
    ]
    found += [
        Finding("entry_number_constant", None, {"journal": row.code, "number": row.first_number, "count": row.lines})
        for row in journals
        if row.has_one_number and row.lines > 2 and row.role != "opening"  # noqa: PLR2004 - one entry has two lines
    ]
    counted = (
        ("valid_date_empty", "no_valid_date"),
        ("negative_amount", "negative"),
        ("name_without_number", "name_without_number"),
    )
    return found + [total for code, column in counted for total in summed(journals, code, column)]


def summed(journals: Sequence[Any], code: str, column: str) -> list[Finding]:
    count = sum(getattr(row, column) for row in journals)
    lines = [first for row in journals if (first := getattr(row, f"{column}_line"))]
    return [Finding(code, min(lines), {"count": count})] if count else []


def row_findings(figures: Any, rows: Iterable[Any], letters: Iterable[Any]) -> list[Finding]:
    found = [Finding(row.code, row.line_no, row_values(row)) for row in rows]
    found += [
        Finding("letter_unbalanced", row.first_line, {"letter": row.letter, "customer": row.customer, "difference": row.difference})
        for row in letters
    ]
    for code in ("no_document", "carried_forward"):
        if count := getattr(figures, code):
            found.append(Finding(code, None, {"count": count, "amount": getattr(figures, f"{code}_amount")}))
    if figures.debits:
        found.append(Finding("default_terms", None, {"count": figures.debits}))
    return found


def row_values(row: Any) -> dict[str, Any]:
    return {"count": row.count, "value": row.value, "ledger_number": row.value, "amount": row.amount}
