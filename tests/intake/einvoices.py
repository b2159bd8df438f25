"""Structured invoices as small as they may be, written by the tests."""

from datetime import date

CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:factur-x.eu:1p0:basicwl</ram:ID>
</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>{number}</ram:ID><ram:TypeCode>{type_code}</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">{issued_on:%Y%m%d}</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeAgreement><ram:BuyerReference>SERV1</ram:BuyerReference>
<ram:SellerTradeParty><ram:Name>Vins du Rhône</ram:Name><ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">{seller}</ram:ID>
</ram:SpecifiedLegalOrganization></ram:SellerTradeParty>
<ram:BuyerTradeParty>{code}<ram:Name>{buyer}</ram:Name><ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">{siren}</ram:ID>
</ram:SpecifiedLegalOrganization></ram:BuyerTradeParty>
<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>PO-7</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>
</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery/><ram:ApplicableHeaderTradeSettlement>
<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:SpecifiedTradePaymentTerms>{terms}{due}</ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxBasisTotalAmount>{net}</ram:TaxBasisTotalAmount>
<ram:GrandTotalAmount>{total}</ram:GrandTotalAmount><ram:TotalPrepaidAmount>{prepaid}</ram:TotalPrepaidAmount>
<ram:DuePayableAmount>{payable}</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""
DUE = '<ram:DueDateDateTime><udt:DateTimeString format="102">{:%Y%m%d}</udt:DateTimeString></ram:DueDateDateTime>'
ISSUED = date(2026, 9, 1)


def cii(number: str = "F1", total: str = "120.00", due: date | None = None, **values: object) -> bytes:
    """Return a structured invoice; without a due date, and with what was said of it."""
    said = {
        "number": number, "type_code": "380", "issued_on": ISSUED, "seller": "123456789", "buyer": "Garage Dupont", "siren": "552100554",
        "net": "100.00", "total": total, "prepaid": "0.00", "payable": values.get("payable", total),
    } | values  # fmt: skip
    said["due"] = DUE.format(due) if due else ""
    said["terms"] = f"<ram:Description>{values['terms']}</ram:Description>" if values.get("terms") else ""
    said["code"] = f"<ram:ID>{values['code']}</ram:ID>" if values.get("code") else ""
    return CII.format(**said).encode()
