"""The general ledger as the invented accounting software writes it: a FEC a year and entity, grown from one export to the next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from encaisse.demo.rules.calendar import StoryDays
from encaisse.demo.rules.stories import VAT, Piece

TITLES = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib", "PieceRef",
    "PieceDate",
    "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip
JOURNALS = {"invoice": "VE", "credit_note": "VE", "payment": "BQ", "opening": "AN", "doubtful": "OD", "bill": "OD"}
NAMES = {"VE": "Ventes", "BQ": "Banque", "AN": "À nouveaux", "OD": "Opérations diverses"}
COUNTERPART = {"AN": ("89000000", "Bilan d’ouverture"), "BQ": ("51200000", "Banque"), "OD": ("47100000", "Compte d’attente")}
GENERAL = {
    "41100000": "Clients",
    "41300000": "Clients, effets à recevoir",
    "41600000": "Clients douteux",
    "41810000": "Clients, factures à établir",
}
SALES, COLLECTED = ("70700000", "Ventes de marchandises"), ("44571000", "TVA collectée 20 %")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger."""

    journal: str
    number: str
    on: date
    general: tuple[str, str]
    customer: tuple[str, str]
    piece: tuple[str, date]
    title: str
    cents: int
    letter: tuple[str, date] | None = None

    def text(self) -> str:
        debit, credit = money(max(self.cents, 0)), money(max(-self.cents, 0))
        code, closed = (self.letter[0], day(self.letter[1])) if self.letter else ("", "")
        return "\t".join((
            self.journal, NAMES[self.journal], self.number, day(self.on), *self.general, *self.customer, self.piece[0],
    day(self.piece[1]),
            self.title, debit, credit, code, closed, day(self.on), "", "",
        ))  # fmt: skip


def money(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


@cache
def day(on: date) -> str:
    return f"{on:%Y%m%d}"


def file_name(siren: str, year: int) -> str:
    return f"{siren}FEC{year}1231.txt"


def ledger_file(pieces: Iterable[Piece], days: StoryDays, *, year: int, until: date) -> Iterator[str]:
    """Yield the lines of a year's file as exported when everything until a day was posted."""
    yield "\t".join(TITLES) + "\r\n"
    for number, entries in enumerate(entries_of(pieces, days, year=year, until=until), start=1):
        for entry in entries:
            yield entry_text(entry, number)


def entry_text(entry: Entry, number: int) -> str:
    return entry.text().replace("#", f"{number:06d}", 1) + "\r\n"


def entries_of(pieces: Iterable[Piece], days: StoryDays, *, year: int, until: date) -> Iterator[list[Entry]]:
    """Yield the entries of a year, each balanced: what was carried forward, then day by day."""
    first_day = date(year, 1, 1)
    kept = [piece for piece in pieces if piece.on <= until]
    if year > days.opening.year:
        for piece in kept:
            if piece.on < first_day and not (piece.letter and piece.letter.closed_on < first_day):
                yield opening_entry(piece, first_day, until)
    of_year = [piece for piece in kept if piece.on.year == year]
    fees = [on for on in days.trade if on.year == year and on <= until]
    place = 0
    for on in fees:
        while place < len(of_year) and of_year[place].on <= on:
            yield entry_of(of_year[place], until)
            place += 1
        yield fee_entry(on)
    for piece in of_year[place:]:
        yield entry_of(piece, until)


def customer_line(piece: Piece, journal: str, on: date, until: date) -> Entry:
    seen = min(until, date(on.year, 12, 31))  # a year once closed does not learn what came later
    letter = (piece.letter.code, piece.letter.closed_on) if piece.letter and piece.letter.closed_on <= seen else None
    auxiliary = (piece.customer.code, piece.customer.name) if piece.customer.code else ("", "")
    general = (piece.general, GENERAL[piece.general]) if piece.customer.code else (piece.general, piece.customer.name)
    return Entry(journal, "#", on, general, auxiliary, (piece.number, piece.on), piece.title, piece.cents, letter)


def opening_entry(piece: Piece, first_day: date, until: date) -> list[Entry]:
    line = customer_line(piece, "AN", first_day, until)
    return [line, other_line(line, *COUNTERPART["AN"], -piece.cents)]


def entry_of(piece: Piece, until: date) -> list[Entry]:
    line = customer_line(piece, JOURNALS[piece.kind], piece.on, until)
    if line.journal != "VE":
        return [line, other_line(line, *COUNTERPART[line.journal], -piece.cents)]
    tax = piece.cents * VAT // (100 + VAT)
    return [line, other_line(line, *SALES, tax - piece.cents), other_line(line, *COLLECTED, -tax)]


def other_line(line: Entry, number: str, name: str, cents: int) -> Entry:
    return Entry(line.journal, "#", line.on, (number, name), ("", ""), line.piece, line.title, cents)


def fee_entry(on: date) -> list[Entry]:
    """Return the fee the bank takes every working day: the ledger is true until that day even when nobody paid."""
    line = Entry("BQ", "#", on, ("62700000", "Services bancaires"), ("", ""), (f"FB{on:%y%m%d}", on), "Frais bancaires", 185)
    return [line, other_line(line, *COUNTERPART["BQ"], -185)]
