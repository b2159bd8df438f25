"""What a file seems to hold, before it is taken in."""

from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext

from encaisse.customers import queries as customers
from encaisse.intake.models import Mapping
from encaisse.intake.queries.invoices import FILE_KINDS, INVOICE_TITLES, LIFE_CYCLE, STEP_TITLES, kind_of_invoices, looked_at
from encaisse.intake.queries.lists import table_in
from encaisse.intake.queries.uploads import UploadCard
from encaisse.intake.rules.columns import (
    CONTACT_NAME,
    FIELDS,
    Field,
    Kind,
    guessed_kind,
    missing_fields,
    proposed_columns,
    with_new_columns,
)
from encaisse.intake.rules.discretion import knowing_customers
from encaisse.intake.rules.fec_header import FecDialect, fec_dialect, folded, official_name
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.lost_accents import letters_of
from encaisse.intake.rules.survey import HEAD, first_line, separator_of, survey_of
from encaisse.intake.rules.tables import Table
from encaisse.kit.actor import Actor, Permission

FEC = "fec"
SHOWN = 8
COMPARED = 200
FEC_TITLES = 10


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a file, how it is written, and which column is proposed for each field."""

    kind: str
    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str
    separator: str
    row_count: int
    fields: tuple[Field, ...] = ()
    proposed: dict[str, str] = field(default_factory=dict)  # field → title
    findings: tuple[Finding, ...] = ()


def recognised_kind(actor: Actor, path: Path, *, name: str, creditor_id: int) -> str:
    """Return what a file seems to hold; refuse what cannot be read at all."""
    actor.must(Permission.IMPORT_RUN)
    with path.open("rb") as file:
        head = file.read(HEAD)
        if looks_like_fec(head):
            return FEC
        if found := kind_of_invoices(file, name=name):
            return found
        table = table_in(file, name=name)
    kind = guessed_kind(table.titles)
    return (Kind.CONTACTS if kind is Kind.CUSTOMERS and names_people(actor, creditor_id, table) else kind).value


def names_people(actor: Actor, creditor_id: int, table: Table) -> bool:
    """Tell people from customers: the codes are known, and most names are not those the customers bear. None is to be renamed unasked."""
    columns = proposed_columns(Kind.CONTACTS, table.titles)
    if missing_fields(Kind.CONTACTS, columns) or not {"code", "name"} <= columns.keys():
        return False
    code, named = columns["code"], columns["name"]
    if folded(table.titles[named]) not in CONTACT_NAME.titles:
        return False  # « Raison sociale » names a company, whatever it says
    given = {row.cells[code]: folded(row.cells[named]) for row in table.rows[:COMPARED] if len(row.cells) > max(code, named)}
    knowing = knowing_customers(actor)
    known = customers.files(knowing, customers.customer_ids_by_code(knowing, creditor_id, given).values()).values()
    others = sum(is_another_name(given[customer.code], folded(customer.name), folded(customer.code)) for customer in known)
    return others * 2 > len(known) and len(known) * 2 > len(given)


def looks_like_fec(head: bytes) -> bool:
    separator = separator_of(head).decode()
    titles = first_line(head).decode("latin-1").split(separator)
    return sum(official_name(title.strip()) is not None for title in titles) >= FEC_TITLES


def is_another_name(given: str, known: str, code: str) -> bool:
    """Tell a name from another way of writing the one that is known; a customer named by its code has none yet."""
    return known != code and given not in known and known not in given


def preview(actor: Actor, upload: UploadCard, *, kind: str = "") -> Preview:
    """Return the first rows of a kept file and the columns proposed for a kind of list."""
    actor.must(Permission.IMPORT_RUN)
    kind = kind or upload.kind
    if kind in FILE_KINDS:
        return files_preview(upload.path, upload.name, kind)
    return fec_preview(upload) if kind == FEC else list_preview(actor, upload, Kind(kind))


def files_preview(path: str, name: str, kind: str) -> Preview:
    """Show the first invoices of a file or a ZIP; a file that holds none says why."""
    with Path(path).open("rb") as file:
        found = looked_at(file, name=name, kind=kind, limit=SHOWN)
    titles = tuple(gettext(title) for title in (STEP_TITLES if kind == LIFE_CYCLE else INVOICE_TITLES))
    return Preview(kind, titles, found.rows, "zip" if found.is_zip else Path(name).suffix.lstrip(".").lower(), "", found.count)


def fec_preview(upload: UploadCard) -> Preview:
    with Path(upload.path).open("rb") as file:
        survey = survey_of(file, name=upload.name, expected="a FEC")
        dialect = fec_dialect(survey, name=upload.name)
        lines = survey.head.decode(survey.encoding, "replace").translate(letters_of(survey.lost_accents)).splitlines()[1 : SHOWN + 1]
    rows = tuple(tuple(cell.strip() for cell in text.split(dialect.separator)) for text in lines if text)
    return Preview(FEC, dialect.columns, rows, survey.encoding, name_of(dialect), survey.lines - 1, findings=dialect.findings)


def list_preview(actor: Actor, upload: UploadCard, kind: Kind) -> Preview:
    with Path(upload.path).open("rb") as file:
        table = table_in(file, name=upload.name)
    proposed = {name: table.titles[position] for name, position in columns_of(upload.creditor_id, kind, table.titles).items()}
    if kind is Kind.CONTACTS and "name" in proposed and "contact_name" not in proposed and names_people(actor, upload.creditor_id, table):
        proposed["contact_name"] = proposed.pop("name")
    rows = tuple(row.cells for row in table.rows[:SHOWN])
    return Preview(kind.value, table.titles, rows, table.encoding, table.separator, len(table.rows), FIELDS[kind], proposed)


def columns_of(creditor_id: int, kind: Kind, titles: tuple[str, ...]) -> dict[str, int]:
    """Return the columns a person confirmed for such a file of this creditor, with what its new titles propose; else the proposal.

    A file that lacks one of them is another file.
    """
    positions = {title: position for position, title in reversed(list(enumerate(titles)))}
    for kept in Mapping.objects.filter(source__creditor_id=creditor_id, kind=kind.value).order_by("-id"):
        if kept.columns and set(kept.columns.values()) <= set(titles):
            remembered = {name: positions[title] for name, title in kept.columns.items()}
            return with_new_columns(kind, titles, remembered, kept.titles)
    return proposed_columns(kind, titles)


def name_of(dialect: FecDialect) -> str:
    return {"\t": "TAB"}.get(dialect.separator, dialect.separator)
