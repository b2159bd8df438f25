"""UBL 2.1: Invoice and CreditNote."""

from decimal import Decimal

from encaisse.intake.rules.einvoices.parties import party
from encaisse.intake.rules.einvoices.values import EInvoice, EParty
from encaisse.intake.rules.einvoices.xml import Element, all_at, amount, day, local, text
from encaisse.intake.rules.refusals import BrokenEInvoice


def read_ubl(root: Element, *, name: str) -> EInvoice:
    is_credit = local(root) == "CreditNote"
    sums = all_at(root, "LegalMonetaryTotal")
    number, issued_on = text(root, "ID"), day(root, "IssueDate", name=name)
    total = amount(sums[0], "TaxInclusiveAmount", name=name) if sums else None
    due = amount(sums[0], "PayableAmount", name=name) if sums else None
    if not number or issued_on is None or (total is None and due is None):
        raise BrokenEInvoice(name=name, why="BT-1, BT-2, BT-112")
    prepaid = (amount(sums[0], "PrepaidAmount", name=name) if sums else None) or Decimal(0)
    whole = total if total is not None else (due or Decimal(0)) + prepaid
    payable = due if due is not None else whole - prepaid
    return EInvoice(
        "ubl", text(root, "CustomizationID"), number, text(root, "CreditNoteTypeCode" if is_credit else "InvoiceTypeCode") or
        ("381" if is_credit else "380"), issued_on, text(root, "DocumentCurrencyCode") or "EUR", whole, payable,
        prepaid_amount=prepaid or whole - payable, net_amount=amount(sums[0], "TaxExclusiveAmount", name=name),
        due_date=day(root, "DueDate", name=name) or day(root, "PaymentMeans/PaymentDueDate", name=name),
        terms=text(root, "PaymentTerms/Note"), delivered_on=day(root, "Delivery/ActualDeliveryDate", name=name),
        seller=party_of(root, "AccountingSupplierParty/Party"), buyer=party_of(root, "AccountingCustomerParty/Party"),
        buyer_reference=text(root, "BuyerReference"), order_reference=text(root, "OrderReference/ID"),
        contract_reference=text(root, "ContractDocumentReference/ID"), payment_reference=text(root, "PaymentMeans/PaymentID"),
        preceding=tuple(text(each, "ID") for each in all_at(root, "BillingReference/InvoiceDocumentReference")), is_credit_root=is_credit,
    )  # fmt: skip


def party_of(root: Element, path: str) -> EParty:
    found = all_at(root, path)
    if not found:
        return EParty()
    one = found[0]
    ways = ("PartyLegalEntity/CompanyID", "PartyIdentification/ID", "EndpointID")
    identifiers = [(each.get("schemeID") or "", (each.text or "").strip()) for way in ways for each in all_at(one, way)]
    code = next(((each.text or "").strip() for each in all_at(one, "PartyIdentification/ID") if not each.get("schemeID")), "")
    lines = [text(one, f"PostalAddress/{line}") for line in ("StreetName", "AdditionalStreetName", "AddressLine/Line")]
    place = (
        text(one, "PostalAddress/PostalZone"),
        text(one, "PostalAddress/CityName"),
        text(one, "PostalAddress/Country/IdentificationCode"),
    )
    vats = [text(each, "CompanyID") for each in all_at(one, "PartyTaxScheme") if text(each, "TaxScheme/ID") in {"VAT", ""}]
    name = text(one, "PartyLegalEntity/RegistrationName") or text(one, "PartyName/Name")
    return party(name, code, identifiers, next(iter(vats), ""), ("\n".join(filter(None, lines)), *place))
