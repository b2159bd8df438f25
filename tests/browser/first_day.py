"""Files of a first day: a small ledger (the real export beside the checkout when there is one), and contacts for its customers."""

import csv
from pathlib import Path

from shared import BESIDE

QUADRA = BESIDE / "data" / "fec" / "quadra_123456789FEC20190731.txt"
TITLES = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib", "PieceRef",
    "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip
# Customer, invoice, day, amount: overdue on 5 August 2019 at 30 days, but for the last one.
INVOICES = (
    ("CAVE", "Cave des Monts", "F190601", "20190610", 1200),
    ("GARAGE", "Garage Dupont", "F190602", "20190620", 480),
    ("EPIS", "Boulangerie Épis", "F190603", "20190624", 950),
    ("GARAGE", "Garage Dupont", "F190731", "20190731", 60),
)


def ledger_file(folder: Path) -> Path:
    return QUADRA if QUADRA.exists() else small_ledger(folder / "123456789FEC20190731.txt")


def small_ledger(path: Path) -> Path:
    rows = ["\t".join(TITLES)]
    for number, (code, name, piece, day, amount) in enumerate(INVOICES, start=1):
        for account, label, aux, party, debit, credit in (
            ("411000", "Clients", code, name, amount, 0),
            ("707000", "Ventes", "", "", 0, amount),
        ):
            sums = (f"{debit},00", f"{credit},00")
            entry = ("VE", "Ventes", str(number), day, account, label, aux, party, piece, day, "Facture", *sums, "", "", day, "", "")
            rows.append("\t".join(entry))
    path.write_text("\r\n".join(rows), encoding="utf-8")
    return path


def contacts_file(folder: Path, ledger: Path) -> Path:
    """Write a contact for each customer of a ledger: every second one by post only."""
    path = folder / "contacts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file, delimiter=";")
        written.writerow(("Code client", "Nom", "Prénom", "E-mail", "Téléphone", "Adresse", "Code postal", "Ville"))
        for number, code in enumerate(customer_codes(ledger)):
            email = f"compta{number}@client{number}.example" if number % 2 else ""
            written.writerow(
                (code, "Martin", "Claude", email, f"01426800{number % 100:02}", f"{number + 1} rue des Essais", "75011", "Paris")
            )
    return path


def customer_codes(ledger: Path) -> list[str]:
    rows = [line.split("\t") for line in ledger.read_text(encoding="utf-8-sig", errors="replace").splitlines()]
    separated = rows if len(rows[0]) > 1 else [line[0].split("|") for line in rows]
    return sorted({row[6] for row in separated[1:] if row[4].startswith("411") and row[6]})
