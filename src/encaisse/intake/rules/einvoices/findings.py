"""What is found in files of structured invoices: files left out, and what a person should look at."""

from collections.abc import Iterable

from encaisse.intake.rules.einvoices.matching import Known
from encaisse.intake.rules.einvoices.values import EInvoice
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.numbers import compact_number
from encaisse.kit.refusals import Refusal


def refused_file(refusal: Refusal, *, position: int, name: str) -> Finding:
    """Return the finding of a file that was left out: the refusal's own words."""
    values = {**refusal.values, "name": name, "why": str(refusal.values.get("why", ""))}
    return Finding(f"file_{type(refusal).__name__.lower()}", position, values)


def unlike(invoice: EInvoice, *, siren: str, creditor: str, position: int, name: str) -> Finding | None:
    """Tell an invoice that is not this creditor's to collect: its own purchase, or another company's sale."""
    values = {"name": name, "number": invoice.number, "seller": invoice.seller.name, "siren": invoice.seller.siren, "creditor": creditor}
    if invoice.buyer.siren and invoice.buyer.siren == siren:
        return Finding("purchase_invoice", position, values)
    if invoice.seller.siren and invoice.seller.siren != siren:
        return Finding("other_seller", position, values)
    return None


def invoice_findings(invoice: EInvoice, *, position: int) -> list[Finding]:
    found = []
    if invoice.is_credit_written_negative:
        found.append(Finding("credit_written_negative", position, {"number": invoice.number, "amount": f"{invoice.owed:.2f}"}))
    if invoice.is_overpaid:
        found.append(Finding("overpaid", position, {"number": invoice.number, "amount": f"{-invoice.due_amount:.2f}"}))
    return found


def numbers_elsewhere(invoice: EInvoice, known: Iterable[Known], *, position: int) -> list[Finding]:
    """Tell a new document whose number another document of the creditor bears: perhaps the same, under another customer."""
    alike = [
        each for each in known if compact_number(each.number) == compact_number(invoice.number) and (each.amount < 0) == (invoice.owed < 0)
    ]
    values = {"number": invoice.number, "amount": f"{alike[0].amount:.2f}", "einvoice": f"{invoice.owed:.2f}"} if alike else {}
    return [Finding("number_elsewhere", position, values)] if alike else []
