"""A synthetic general ledger of any length: sales, receipts, purchases and payroll of an invented wholesaler, letters included."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

HEADER = (
    "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\t"
    "Debit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\n"
)
FIRST_DAY = date(2025, 1, 1)
DAYS = 364


def row(journal: str, no: int, day: str, ledger: str, customer: str, piece: str, debit: int, credit: int, letter: str = "") -> str:  # noqa: PLR0917 - the columns of a ledger, in their order
    code, name = journal.split(":")
    name_of = f"Client {customer} SARL" if customer else ""
    label = f"Facture {piece} du mois de référence"
    return (
        f"{code}\t{name}\t{code}{no:07d}\t{day}\t{ledger}\tCompte {ledger}\t{customer}\t{name_of}\t{piece}\t{day}\t{label}\t"
        f"{debit // 100},{debit % 100:02d}\t{credit // 100},{credit % 100:02d}\t{letter}\t{day if letter else ''}\t{day}\t\t\n"
    )


def entries(lines: int, *, grown: bool) -> Iterator[str]:
    """Yield entries of about nine lines of which three are receivable; the grown file letters more and goes further."""
    rng = random.Random(7)  # noqa: S311 - the same ledger each time
    customers = max(lines // 100, 20)
    lettered = 0.97 if grown else 0.9
    for no in range(1, lines // 11 + 1):
        day = FIRST_DAY + timedelta(days=no * DAYS * 11 // max(lines, 11))
        paid = day + timedelta(days=rng.randint(1, 70))
        customer = f"C{rng.randrange(customers):06d}"
        amount, tax = rng.randint(2000, 900000), 0
        tax = amount // 6
        piece, on, then = f"FA{no:07d}", f"{day:%Y%m%d}", f"{paid:%Y%m%d}"
        is_paid = rng.random() < lettered
        letter = f"{chr(65 + no % 26)}{no % 997}" if is_paid else ""
        yield row("VE:VENTES", no, on, "41100000", customer, piece, amount, 0, letter)
        yield row("VE:VENTES", no, on, "70700000", "", piece, 0, amount - tax)
        yield row("VE:VENTES", no, on, "44571000", "", piece, 0, tax)
        if is_paid:
            part = amount // 3 if no % 3 == 0 else amount
            yield row("BQ:BANQUE", no, then, "41100000", customer, piece, 0, part, letter)
            yield row("BQ:BANQUE", no, then, "51200000", "", piece, part, 0)
            if part < amount:
                yield row("BQ:BANQUE", no, then, "41100000", customer, piece, 0, amount - part, letter)
                yield row("BQ:BANQUE", no, then, "51200000", "", piece, amount - part, 0)
        cost = rng.randint(1000, 300000)
        yield row("AC:ACHATS", no, on, "60700000", "", f"A{no}", cost - cost // 6, 0)
        yield row("AC:ACHATS", no, on, "44566000", "", f"A{no}", cost // 6, 0)
        yield row("AC:ACHATS", no, on, "40100000", f"F{no % 400}", f"A{no}", 0, cost)
        yield row("BQ:BANQUE", no, then, "40100000", f"F{no % 400}", f"A{no}", cost, 0)
        yield row("BQ:BANQUE", no, then, "51200000", "", f"A{no}", 0, cost)


def write_fec(path: Path, lines: int, *, grown: bool = False) -> int:
    """Write a ledger of about so many lines, and return how many."""
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        for text in entries(lines, grown=grown):
            file.write(text)
            written += 1
    return written
