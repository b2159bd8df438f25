"""CII (Factur-X, ZUGFeRD 2, XRechnung): UN/CEFACT Cross Industry Invoice."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from encaisse.intake.rules.einvoices.parties import party
from encaisse.intake.rules.einvoices.values import EInvoice, EParty, Instalment
from encaisse.intake.rules.einvoices.xml import Element, all_at, amount, day, text
from encaisse.intake.rules.refusals import BrokenEInvoice

TRADE = "SupplyChainTradeTransaction"
AGREEMENT, SETTLEMENT = f"{TRADE}/ApplicableHeaderTradeAgreement", f"{TRADE}/ApplicableHeaderTradeSettlement"
SUMS = "SpecifiedTradeSettlementHeaderMonetarySummation"
DAY = "DueDateDateTime/DateTimeString"


def read_cii(root: Element, *, name: str) -> EInvoice:
    settlement, agreement = required(root, SETTLEMENT, name=name), required(root, AGREEMENT, name=name)
    sums = required(settlement, SUMS, name=name)
    total = amount(sums, "GrandTotalAmount", name=name)
    prepaid = amount(sums, "TotalPrepaidAmount", name=name) or Decimal(0)
    due = amount(sums, "DuePayableAmount", name=name)
    issued_on = day(root, "ExchangedDocument/IssueDateTime/DateTimeString", name=name)
    number = text(root, "ExchangedDocument/ID")
    if not number or issued_on is None or (total is None and due is None):
        raise BrokenEInvoice(name=name, why="BT-1, BT-2, BT-112")
    whole = total if total is not None else (due or Decimal(0)) + prepaid
    payable = due if due is not None else whole - prepaid
    invoice = EInvoice(
        "cii", text(root, "ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID"), number,
        text(root, "ExchangedDocument/TypeCode") or "380", issued_on, text(settlement, "InvoiceCurrencyCode") or "EUR", whole, payable,
        prepaid_amount=prepaid or whole - payable, net_amount=amount(sums, "TaxBasisTotalAmount", name=name),
    )  # fmt: skip
    return replace(invoice, **references(root, agreement, settlement, name=name), **terms_of(settlement, payable, name=name))


def required(element: Element, path: str, *, name: str) -> Element:
    found = all_at(element, path)
    if not found:
        raise BrokenEInvoice(name=name, why=path.rsplit("/", 1)[-1])
    return found[0]


def references(root: Element, agreement: Element, settlement: Element, *, name: str) -> dict[str, Any]:
    delivery = f"{TRADE}/ApplicableHeaderTradeDelivery/ActualDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString"
    preceding = [text(each, "IssuerAssignedID") for each in all_at(settlement, "InvoiceReferencedDocument")]
    return {
        "seller": party_of(agreement, "SellerTradeParty"),
        "buyer": party_of(agreement, "BuyerTradeParty"),
        "buyer_reference": text(agreement, "BuyerReference"),
        "order_reference": text(agreement, "BuyerOrderReferencedDocument/IssuerAssignedID"),
        "contract_reference": text(agreement, "ContractReferencedDocument/IssuerAssignedID"),
        "payment_reference": text(settlement, "PaymentReference"),
        "delivered_on": day(root, delivery, name=name),
        "preceding": tuple(filter(None, preceding)),
    }


def terms_of(settlement: Element, payable: Decimal, *, name: str) -> dict[str, Any]:
    """Return the due date; several when each says its part and the parts make up what is due."""
    terms = all_at(settlement, "SpecifiedTradePaymentTerms")
    dates = [(day(each, DAY, name=name), amount(each, "PartialPaymentAmount", name=name)) for each in terms]
    parts = tuple(Instalment(on, part) for on, part in dates if on is not None and part is not None)
    is_whole = len(parts) > 1 and sum(part.amount for part in parts) == payable
    given = sorted(on for on, _ in dates if on is not None)
    return {
        "terms": " ".join(filter(None, (text(each, "Description") for each in terms))),
        "due_date": given[-1] if given else None,
        "instalments": parts if is_whole else (),
    }


def party_of(agreement: Element, path: str) -> EParty:
    found = all_at(agreement, path)
    if not found:
        return EParty()
    one = found[0]
    ways = ("SpecifiedLegalOrganization/ID", "GlobalID", "URIUniversalCommunication/URIID")
    identifiers = [(each.get("schemeID") or "", (each.text or "").strip()) for way in ways for each in all_at(one, way)]
    lines = filter(None, (text(one, f"PostalTradeAddress/{line}") for line in ("LineOne", "LineTwo", "LineThree")))
    place = (
        text(one, "PostalTradeAddress/PostcodeCode"),
        text(one, "PostalTradeAddress/CityName"),
        text(one, "PostalTradeAddress/CountryID"),
    )
    vat = text(one, "SpecifiedTaxRegistration/ID", schemeID="VA")
    return party(text(one, "Name"), text(one, "ID"), identifiers, vat, ("\n".join(lines), *place))
