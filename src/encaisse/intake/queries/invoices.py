"""What a file or a ZIP of invoices seems to hold, from its first files."""

import zipfile
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from encaisse.intake.queries.bundles import BundledFile, bundled_files, is_zip
from encaisse.intake.rules.einvoices import is_einvoice, read_einvoice, xml_in_pdf
from encaisse.intake.rules.einvoices.reading import is_pdf, looks_like_xml
from encaisse.kit.refusals import Refusal, gettext_noop

EINVOICE, FILES = "einvoice", "files"
FILE_KINDS = (EINVOICE, FILES)
INVOICE_TITLES = (
    gettext_noop("File"), gettext_noop("Number"), gettext_noop("Issued on"), gettext_noop("Customer"), gettext_noop("Due date"),
    gettext_noop("To pay"),
)  # fmt: skip
WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class LookedAt:
    """The first files, each as a row of words, and how many there are."""

    rows: tuple[tuple[str, ...], ...]
    count: int
    is_zip: bool


def kind_of_invoices(file: BinaryIO, *, name: str) -> str:
    """Return whether a file is one or many invoices, structured or to attach; nothing when it is neither."""
    if is_zip(file):
        if is_workbook(file):
            return ""
        first = next(islice(bundled_files(file, name=name), 1), None)
        return EINVOICE if first and is_einvoice(first.content, name=first.name) else FILES
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    if is_pdf(head):
        return EINVOICE if xml_in_pdf(file.read(), name=name) else FILES
    return EINVOICE if looks_like_xml(head) else ""


def is_workbook(file: BinaryIO) -> bool:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return WORKBOOK in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False
    finally:
        file.seek(0)


def looked_at(file: BinaryIO, *, name: str, limit: int) -> LookedAt:
    first = list(islice(bundled_files(file, name=name), limit))
    return LookedAt(tuple(row_of(each) for each in first), first[0].total if first else 0, is_zip(file))


def row_of(each: BundledFile) -> tuple[str, ...]:
    try:
        invoice = read_einvoice(each.content, name=each.name)
    except Refusal:
        return (each.name, "", "", "", "", "")
    due = invoice.due_date.isoformat() if invoice.due_date else ""
    owed = f"{invoice.owed:.2f} {invoice.currency}"
    return (each.name, invoice.number, invoice.issued_on.isoformat(), invoice.buyer.name, due, owed)
