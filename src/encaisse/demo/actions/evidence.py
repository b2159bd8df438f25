"""The evidence of invoices, taken in by the real imports: PDFs, structured invoices, sendings, what the platform said."""

import io
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from encaisse.demo.actions.house import House
from encaisse.demo.actions.imports import folder, import_list, write
from encaisse.demo.rules.company import ENTITIES
from encaisse.demo.rules.evidence import TITLES, Kept, kept_on, platform_messages, sendings
from encaisse.demo.rules.paper import invoice_page, page, structured
from encaisse.demo.rules.stories import Piece
from encaisse.demo.rules.world import World
from encaisse.dunning import actions as dunning
from encaisse.dunning.rules.scenario import Level
from encaisse.intake import actions as intake
from encaisse.intake.rules.columns import Kind
from encaisse.kit.actor import Actor

DATED = (2026, 1, 1, 0, 0, 0)  # the same bytes whatever the day they are made
LIMIT_MB = 8


def enclose_copies(actor: Actor, house: House) -> None:
    """Have the copies of the invoices go with the second reminder and those after it."""
    for creditor_id in house.creditors:
        dunning.set_enclosures(actor, creditor_id, from_level=Level.R2, limit_mb=LIMIT_MB)


def import_evidence(actor: Actor, house: House, world: World, *, on: date, since: date | None) -> None:
    """Take in what is kept of the invoices posted since the last time."""
    until = world.days.before(on)
    for entity, seller in enumerate(ENTITIES):
        kept, creditor_id, day = kept_on(world, entity, seller, since=since, until=until), house.creditors[entity], f"{on:%d-%m-%Y}"
        if plain := list(papers(kept, first=since is None and entity == 0)):
            with zipped(f"factures_{seller.siren}.zip", plain).open("rb") as file:
                intake.import_files(actor, creditor_id, file, name=f"Factures du {day}.zip")
        if inside := [(f"{piece.number}.pdf", facturx(piece, kept)) for piece in kept.structured]:
            with zipped(f"facturx_{seller.siren}.zip", inside).open("rb") as file:
                intake.import_einvoices(actor, creditor_id, file, name=f"Factur-X du {day}.zip", on=on)
        if told := list(platform_messages(kept, until=until)):
            with zipped(f"plateforme_{seller.siren}.zip", told).open("rb") as file:
                intake.import_life_cycle(actor, creditor_id, file, name=f"Plateforme du {day}.zip")
        if sent := list(sendings(kept, until=until)):
            path = write(folder() / f"envois_{seller.siren}.csv", [TITLES, *sent])
            import_list(actor, creditor_id, path, on=on, choices=intake.Choices(kind=Kind.DISPATCHES))


def papers(kept: Kept, *, first: bool) -> Iterable[tuple[str, bytes]]:
    """Yield the PDFs by name; the first time also two that a person has to place."""
    for piece in kept.plain:
        yield f"Facture {piece.number}.pdf", invoice_page(piece, kept.seller)
    if first and len(kept.invoices) > 1:
        one, other = kept.invoices[:2]
        yield "scan du comptoir.pdf", page("Deux factures", [f"Facture {one.number}", f"Facture {other.number}"])
        yield "bon de livraison.pdf", page("Bon de livraison", ["Sans numéro de facture"])


def facturx(piece: Piece, kept: Kept) -> bytes:
    """Put the structured invoice into its PDF."""
    from facturx import generate_from_binary  # noqa: PLC0415 - slow to import, needed here alone

    made: bytes = generate_from_binary(
        invoice_page(piece, kept.seller), structured(piece, kept.seller), flavor="factur-x", level="basicwl", check_xsd=False,
        check_schematron=False,
    )  # fmt: skip
    return made


def zipped(name: str, files: Iterable[tuple[str, bytes]]) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for label, content in files:
            archive.writestr(zipfile.ZipInfo(label, DATED), content)
    path = folder() / name
    path.write_bytes(packed.getvalue())
    return path
