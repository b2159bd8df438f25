"""From the bytes of a file to the invoice it holds: a PDF with its XML inside, or the XML alone."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

from encaisse.intake.rules.einvoices.cii import read_cii
from encaisse.intake.rules.einvoices.ubl import read_ubl
from encaisse.intake.rules.einvoices.values import EInvoice
from encaisse.intake.rules.einvoices.xml import local, tree_of
from encaisse.intake.rules.refusals import BrokenPdf, NoEInvoiceInside, NotAnEInvoice, ProtectedPdf
from encaisse.kit.refusals import Refusal

if TYPE_CHECKING:
    from pypdf import PdfReader

PDF = b"%PDF-"
# Where the mark of a PDF may stand: some printers write a line before it.
HEAD = 1024
# The names that the standards give the XML inside a PDF, best first.
NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
READERS = {"CrossIndustryInvoice": read_cii, "Invoice": read_ubl, "CreditNote": read_ubl}

BAD_PDF = (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OSError, NotImplementedError)
logging.getLogger("pypdf").setLevel(logging.ERROR)  # what it repairs of others' files is no news


def is_pdf(content: bytes) -> bool:
    return PDF in content[:HEAD]


def looks_like_xml(content: bytes) -> bool:
    return content[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or content[:2] in {b"\xff\xfe", b"\xfe\xff"}


def read_einvoice(content: bytes, *, name: str) -> EInvoice:
    """Return the structured invoice of a file; refuse, with what to do, a file that holds none."""
    if is_pdf(content):
        found = xml_in_pdf(content, name=name)
        if found is None:
            raise NoEInvoiceInside(name=name)
        return read_xml(found, name=name)
    if looks_like_xml(content):
        return read_xml(content, name=name)
    raise NotAnEInvoice(name=name)


def read_xml(content: bytes, *, name: str) -> EInvoice:
    root = tree_of(content, name=name)
    reader = READERS.get(local(root))
    if reader is None:
        raise NotAnEInvoice(name=name)
    return reader(root, name=name)


def is_einvoice(content: bytes, *, name: str) -> bool:
    try:
        read_einvoice(content, name=name)
    except Refusal:
        return False
    return True


def pdf_of(content: bytes, *, name: str) -> PdfReader:
    """Open a PDF; one that asks a password to be read is refused."""
    from pypdf import PdfReader  # noqa: PLC0415 - a tenth of a command's start, needed where PDFs are read alone
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - as above

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ProtectedPdf(name=name)
        len(reader.pages)
    except Refusal:
        raise
    except (PyPdfError, *BAD_PDF) as error:
        raise BrokenPdf(name=name) from error
    return reader


def xml_in_pdf(content: bytes, *, name: str) -> bytes | None:
    """Return the XML that a PDF carries: by the names of the standards, else any attached XML that is an invoice."""
    reader = pdf_of(content, name=name)
    try:
        attached = {each.name.lower(): each.content for each in reader.attachment_list if each.name.lower().endswith(".xml")}
    except Exception as error:
        if is_bad_pdf(error):
            raise BrokenPdf(name=name) from error
        raise
    for wanted in NAMES:
        if wanted in attached:
            return attached[wanted]
    for found in attached.values():
        if is_invoice_xml(found, name=name):
            return found
    return None


def is_invoice_xml(content: bytes, *, name: str) -> bool:
    try:
        return local(tree_of(content, name=name)) in READERS
    except Refusal:
        return False


def text_of_pdf(content: bytes, *, name: str, pages: int = 3, limit: int = 20_000) -> str:
    """Return the text of the first pages of a PDF; a scan has none."""
    reader = pdf_of(content, name=name)
    try:
        return "\n".join(page.extract_text() for page in reader.pages[:pages])[:limit]
    except Exception as error:
        if is_bad_pdf(error):
            return ""
        raise


def is_bad_pdf(error: Exception) -> bool:
    """Tell what a damaged PDF makes its reader stumble over from a fault of ours."""
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - as above

    return isinstance(error, (PyPdfError, *BAD_PDF))
