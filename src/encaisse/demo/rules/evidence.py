"""What the invented company keeps of its invoices: which have their PDF, how each was sent, what the platform said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

from encaisse.creditors.rules import NewCreditor
from encaisse.demo.rules.cast import Part
from encaisse.demo.rules.stories import Piece
from encaisse.demo.rules.world import World
from encaisse.kit.dates import working_days

# Of a hundred invoices still open: how many have a plain PDF, a structured one, a sending written down, a platform.
PLAIN, FACTURX, SENT, PLATFORM = 14, 3, 60, 8
TITLES = "N° facture;Date d'envoi;Canal;Destinataire;N° de suivi\r\n"
CDAR = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossDomainAcknowledgementAndResponse xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossDomainAcknowledgementAndResponse:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
 xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:100"><rsm:AcknowledgementDocument>
<ram:IssueDateTime><udt:DateTimeString format="204">{at:%Y%m%d}{hour:02d}1500</udt:DateTimeString></ram:IssueDateTime>
<ram:ReferenceReferencedDocument><ram:IssuerAssignedID>{number}</ram:IssuerAssignedID><ram:TypeCode>380</ram:TypeCode>
<ram:FormattedIssueDateTime><qdt:DateTimeString format="102">{issued_on:%Y%m%d}</qdt:DateTimeString></ram:FormattedIssueDateTime>
<ram:ProcessConditionCode>{code}</ram:ProcessConditionCode>
<ram:IssuerTradeParty><ram:GlobalID schemeID="0002">{siren}</ram:GlobalID></ram:IssuerTradeParty>{reason}
</ram:ReferenceReferencedDocument></rsm:AcknowledgementDocument></rsm:CrossDomainAcknowledgementAndResponse>"""
REASON = "<ram:SpecifiedDocumentStatus><ram:ReasonCode>{}</ram:ReasonCode></ram:SpecifiedDocumentStatus>"
# What the platform says, so many working days after the invoice.
STEPS = ((200, 0, 9), (202, 0, 10), (203, 0, 11), (204, 2, 14), (205, 6, 16))
DISPUTED_OF_TEN, DISPUTED, WHY = 1, 207, "QTE_ERR"


@dataclass(frozen=True, slots=True)
class Kept:
    """The invoices of an entity whose evidence comes in on a day."""

    seller: NewCreditor
    invoices: list[Piece]

    @property
    def structured(self) -> list[Piece]:
        return [piece for piece in self.invoices if piece.customer.siren and share(piece, "pdf") < FACTURX]

    @property
    def plain(self) -> list[Piece]:
        return [piece for piece in self.invoices if FACTURX <= share(piece, "pdf") < FACTURX + PLAIN]


def kept_on(world: World, entity: int, seller: NewCreditor, *, since: date | None, until: date) -> Kept:
    """Return the invoices posted since a day and still open; the first time, all that are open."""
    found = [
        piece
        for piece in world.pieces[entity]
        if piece.kind == "invoice" and piece.customer.code and piece.number and piece.on <= until and (since is None or piece.on > since)
        and not (piece.letter and piece.letter.closed_on <= until)
    ]  # fmt: skip
    return Kept(seller, found)


def share(piece: Piece, what: str) -> int:
    """Draw a number below a hundred, the same for the same invoice and question."""
    return crc32(f"{piece.number} {what}".encode()) % 100


def sendings(kept: Kept, *, until: date) -> Iterator[str]:
    """Yield the rows of the list of sendings, as the invoicing software writes it."""
    for piece in kept.invoices:
        sent_on = working_days().next_open(piece.on + timedelta(days=1))
        if share(piece, "sent") < SENT and sent_on <= until:
            channel, recipient, reference = way(piece)
            yield f"{piece.number};{sent_on:%d/%m/%Y};{channel};{recipient};{reference}\r\n"


def way(piece: Piece) -> tuple[str, str, str]:
    """Say by which channel an invoice was sent, to whom, and under which reference."""
    customer = piece.customer
    email = next((contact.email for contact in customer.contacts if contact.email), "")
    if customer.kind == "public_body":
        return "Chorus Pro", customer.service_code, f"DEP-{crc32(piece.number.encode()) % 10**8:08d}"
    return ("e-mail", email, "") if email else ("courrier", f"{customer.street} {customer.postcode} {customer.city}", "")


def platform_messages(kept: Kept, *, until: date) -> Iterator[tuple[str, bytes]]:
    """Yield what the platform said of some invoices, by file name; only customers who play no part of the story are concerned."""
    for piece in kept.invoices:
        if piece.customer.part is not Part.NONE or not piece.customer.siren or share(piece, "platform") >= PLATFORM:
            continue
        for code, after, hour in steps_of(piece):
            at = working_days().add(piece.on, after) if after else piece.on
            if at <= until:
                reason = REASON.format(WHY) if code == DISPUTED else ""
                yield (
                    f"{piece.number}_CDV-{code}.xml",
                    CDAR.format(
                        at=at, hour=hour, number=piece.number, issued_on=piece.on, code=code, siren=kept.seller.siren, reason=reason
                    ).encode(),
                )


def steps_of(piece: Piece) -> Iterable[tuple[int, int, int]]:
    """Return the steps of an invoice's life: one in ten is disputed where the others are approved."""
    if share(piece, "verdict") >= DISPUTED_OF_TEN * 10:
        return STEPS
    return (*STEPS[:-1], (DISPUTED, *STEPS[-1][1:]))
