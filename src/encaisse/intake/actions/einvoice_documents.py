"""A structured invoice in the ledger's shape."""

from encaisse.intake.rules.einvoices import EInvoice
from encaisse.intake.rules.einvoices.due import due_date_in
from encaisse.intake.rules.source_key import source_key
from encaisse.ledger.rules.evidence import ParticularsFacts
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts


def facts_of(invoice: EInvoice, customer_id: int) -> tuple[DocumentFacts, str]:
    """Return the document to record, and the finding that says how its due date was reckoned when the invoice gives none."""
    parts, reckoned = parts_of(invoice)
    return DocumentFacts(
        customer_id=customer_id, kind=invoice.kind, number=invoice.number[:80], issued_on=invoice.issued_on, amount=invoice.owed,
        source_key=source_key(invoice.number, invoice.issued_on, invoice.owed, 1), currency=invoice.currency,
        performed_on=invoice.delivered_on, net_amount=None if invoice.net_amount is None else invoice.signed(invoice.net_amount),
        order_reference=invoice.order_reference[:80], parts=parts,
    ), reckoned  # fmt: skip


def parts_of(invoice: EInvoice) -> tuple[tuple[PartFacts, ...], str]:
    if invoice.instalments:
        return tuple(PartFacts(each.due_date, invoice.signed(each.amount)) for each in invoice.instalments), ""
    if invoice.due_date is not None:
        return (PartFacts(invoice.due_date, invoice.owed),), ""
    if invoice.owed <= 0:
        return (PartFacts(invoice.issued_on, invoice.owed, "default"),), ""
    if due_date := due_date_in(invoice.terms, invoice.issued_on):
        return (PartFacts(due_date, invoice.owed, "terms"),), "due_date_from_terms"
    return (), "due_date_reckoned"


def particulars_of(invoice: EInvoice, document_id: int) -> ParticularsFacts:
    signed = invoice.signed
    return ParticularsFacts(
        document_id, invoice.form, invoice.profile, invoice.type_code[:4], total_amount=signed(invoice.total_amount),
        prepaid_amount=invoice.prepaid_amount, net_amount=None if invoice.net_amount is None else signed(invoice.net_amount),
        buyer_reference=invoice.buyer_reference, order_reference=invoice.order_reference, contract_reference=invoice.contract_reference,
        payment_reference=invoice.payment_reference, terms=invoice.terms[:2000], due_date=invoice.due_date, preceding=invoice.preceding,
    )  # fmt: skip
