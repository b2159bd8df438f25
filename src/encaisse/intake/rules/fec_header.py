"""The columns of a FEC: article A47 A-1 LPF, the spellings met in the field, the cash-basis additions."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.refusals import NotAFec
from encaisse.intake.rules.survey import Survey, first_line, separator_of

OFFICIAL = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib", "PieceRef",
    "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip
AMOUNT_AND_SIDE = ("Montant", "Sens")
CASH_BASIS = ("DateRglt", "ModeRglt", "NatOp", "IdClient")
KNOWN = {name.casefold(): name for name in (*OFFICIAL, *AMOUNT_AND_SIDE, *CASH_BASIS)}
ALIASES = {
    "codejournal": "JournalCode", "libellejournal": "JournalLib", "numeroecriture": "EcritureNum", "dateecriture": "EcritureDate",
    "numerocompte": "CompteNum", "libellecompte": "CompteLib", "compteaux": "CompAuxNum", "compteauxnum": "CompAuxNum",
    "compteauxlib": "CompAuxLib", "refpiece": "PieceRef", "numeropiece": "PieceRef", "datepiece": "PieceDate",
    "libelleecriture": "EcritureLib", "lettrage": "EcritureLet", "datelettrage": "DateLet", "datevalidation": "ValidDate",
    "validationdate": "ValidDate", "devise": "Idevise", "dateregle": "DateRglt", "datereglement": "DateRglt", "modereglement": "ModeRglt",
    "natureoperation": "NatOp", "identifiantclient": "IdClient", "numclient": "IdClient",
}  # fmt: skip
# Without these nothing can be read; the amounts are checked apart, for they have two forms.
NEEDED = ("JournalCode", "EcritureDate", "CompteNum")
FILE_NAME = re.compile(r"(?<!\d)(?P<siren>\d{9,14})FEC(?P<closing>\d{8})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FecDialect:
    """How one FEC is written. `columns` are official names in file order; extra ones are named `extra_n`."""

    separator: str
    encoding: str
    columns: tuple[str, ...]
    header_columns: int
    findings: tuple[Finding, ...]

    @property
    def has_amount_and_side(self) -> bool:
        return "Montant" in self.columns


def folded(title: str) -> str:
    """Return a column title without accents, case, spaces or punctuation."""
    plain = unicodedata.normalize("NFKD", title)
    return re.sub(r"[^a-z0-9]", "", plain.casefold().encode("ascii", "ignore").decode())


def official_name(title: str) -> str | None:
    key = folded(title)
    return KNOWN.get(key) or ALIASES.get(key)


def fec_dialect(survey: Survey, *, name: str) -> FecDialect:
    """Recognise how a FEC is written, or refuse what is no FEC."""
    separator = separator_of(survey.head).decode()
    titles = [title.strip().strip('"') for title in first_line(survey.head).decode(survey.encoding, "replace").split(separator)]
    names = [official_name(title) for title in titles]
    check_columns(names, name=name)
    width = max(len(titles), survey.columns or 0)
    columns = tuple(named or f"extra_{position}" for position, named in enumerate([*names, *[None] * (width - len(names))], start=1))
    findings = (*survey_findings(survey), *header_findings(titles, names, survey))
    return FecDialect(separator, survey.encoding, columns, len(titles), findings)


def check_columns(names: Sequence[str | None], *, name: str) -> None:
    missing = [column for column in NEEDED if column not in names]
    has_amounts = {"Debit", "Credit"} <= set(names) or {"Montant", "Sens"} <= set(names)
    if not has_amounts:
        missing.append("Debit, Credit")
    if missing:
        raise NotAFec(name=name, missing=", ".join(missing))


def survey_findings(survey: Survey) -> list[Finding]:
    found = [
        (survey.has_bom, Finding("byte_order_mark", 1)),
        (survey.encoding not in ("ascii", "iso-8859-15"), Finding("encoding", None, {"encoding": survey.encoding.upper()})),
        (survey.lost_accents, Finding("lost_accents", None, {"encoding": survey.lost_accents.upper()})),
        (survey.double_returns, Finding("double_carriage_return", 1)),
        (survey.padded > survey.lines, Finding("padding", 2)),
        (survey.nul_bytes, Finding("nul_bytes", None, {"count": survey.nul_bytes})),
    ]
    return [finding for met, finding in found if met]


def header_findings(titles: Sequence[str], names: Sequence[str | None], survey: Survey) -> list[Finding]:
    wrong = [(title, name) for title, name in zip(titles, names, strict=True) if name and title != name]
    found = [Finding("header_spelling", 1, {"found": title, "expected": name}) for title, name in wrong]
    if "Montant" in names:
        found.append(Finding("amount_and_side", 1))
    extra = [title for title, name in zip(titles, names, strict=True) if title and (name is None or name in CASH_BASIS)]
    if extra:
        found.append(Finding("more_columns", 1, {"count": len(extra), "names": ", ".join(extra)}))
    trailing = max(survey.columns or 0, len(titles)) - len([title for title in titles if title])
    if trailing > 0:
        found.append(Finding("trailing_separator", 1, {"count": trailing}))
    return found


def file_name_findings(name: str, *, siren: str, creditor: str, last: str) -> list[Finding]:
    """Compare the file name (SIREN, FEC, closing date) with the creditor and with the last entry (YYYYMMDD)."""
    match = FILE_NAME.search(name)
    if not match:
        return [Finding("file_name", None, {"name": name})]
    found = []
    if match["siren"] != siren:
        found.append(Finding("siren", None, {"found": match["siren"], "creditor": creditor, "expected": siren}))
    if last > match["closing"]:
        found.append(Finding("closing_date", None, {"closing": match["closing"], "last": last}))
    return found


def other_siren(name: str, siren: str) -> str:
    """Return the SIREN a file name gives when it is another company's than the one chosen."""
    match = FILE_NAME.search(name)
    return match["siren"] if match and match["siren"] != siren else ""
