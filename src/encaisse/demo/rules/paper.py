"""Invoices on paper, as small as they may be: a PDF of one page, and the structured invoice that goes inside."""

from datetime import date
from xml.sax.saxutils import escape

from encaisse.creditors.rules import NewCreditor
from encaisse.demo.rules.stories import CENTS, VAT, Piece

PROFILE = "urn:factur-x.eu:1p0:basicwl"
NAMESPACES = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'
)
CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice {namespaces}>
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
<ram:ID>{profile}</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>{number}</ram:ID><ram:TypeCode>380</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">{issued_on:%Y%m%d}</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeAgreement>
<ram:SellerTradeParty><ram:Name>{seller}</ram:Name><ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">{seller_siren}</ram:ID>
</ram:SpecifiedLegalOrganization></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:ID>{code}</ram:ID><ram:Name>{buyer}</ram:Name><ram:SpecifiedLegalOrganization>
<ram:ID schemeID="0002">{buyer_siren}</ram:ID></ram:SpecifiedLegalOrganization></ram:BuyerTradeParty>
<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>{order}</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>
</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery/><ram:ApplicableHeaderTradeSettlement>
<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:SpecifiedTradePaymentTerms>
<ram:DueDateDateTime><udt:DateTimeString format="102">{due_on:%Y%m%d}</udt:DateTimeString></ram:DueDateDateTime>
</ram:SpecifiedTradePaymentTerms><ram:SpecifiedTradeSettlementHeaderMonetarySummation>
<ram:TaxBasisTotalAmount>{net}</ram:TaxBasisTotalAmount><ram:GrandTotalAmount>{total}</ram:GrandTotalAmount>
<ram:DuePayableAmount>{total}</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""
SIZES = {"title": 18, "line": 10}


def order_of(piece: Piece) -> str:
    return f"BC{piece.on:%y%m}-{piece.customer.number:04d}"


def net_cents(piece: Piece) -> int:
    return piece.cents - piece.cents * VAT // (100 + VAT)


def figures(cents: int) -> str:
    return f"{cents // CENTS}.{cents % CENTS:02d}"


def amount(cents: int) -> str:
    return f"{cents // CENTS:,}".replace(",", " ") + f",{cents % CENTS:02d} EUR"


def day(on: date) -> str:
    return f"{on:%d/%m/%Y}"


def structured(piece: Piece, seller: NewCreditor) -> bytes:
    """Return the structured invoice of a piece (CII, profile BASIC WL)."""
    customer = piece.customer
    return CII.format(
        namespaces=NAMESPACES, profile=PROFILE, number=piece.number, issued_on=piece.on, seller=escape(seller.name),
        seller_siren=seller.siren, code=customer.code, buyer=escape(customer.name), buyer_siren=customer.siren, order=order_of(piece),
        due_on=piece.due_on, net=figures(net_cents(piece)), total=figures(piece.cents),
    ).encode()  # fmt: skip


def invoice_page(piece: Piece, seller: NewCreditor) -> bytes:
    """Return the PDF of an invoice."""
    customer, net = piece.customer, net_cents(piece)
    return page(
        f"Facture {piece.number}",
        [
            seller.name, f"{seller.street} - {seller.postcode} {seller.city}", f"SIREN {seller.siren} - TVA {seller.vat_number}", "",
            f"Client {customer.code}", customer.name, customer.street, f"{customer.postcode} {customer.city}", "",
            f"Date de facture : {day(piece.on)}", f"Echéance : {day(piece.due_on)}", f"Commande : {order_of(piece)}", "",
            f"Marchandises, net : {amount(net)}", f"TVA {VAT} % : {amount(piece.cents - net)}", f"A payer : {amount(piece.cents)}",
        ],
    )  # fmt: skip


def page(title: str, lines: list[str]) -> bytes:
    """Draw a title and lines on one page of a PDF, with the fonts that every reader has."""
    drawn = [f"BT /F1 {SIZES['title']} Tf 60 770 Td ({quoted(title)}) Tj ET"]
    drawn += [f"BT /F1 {SIZES['line']} Tf 60 {735 - 16 * place} Td ({quoted(line)}) Tj ET" for place, line in enumerate(lines) if line]
    content = "\n".join(drawn).encode("cp1252", "replace")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]  # fmt: skip
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)


def quoted(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
