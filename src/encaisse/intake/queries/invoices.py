"""What a file or a ZIP of invoices seems to hold, from its first files."""

import zipfile
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from encaisse.disputes.rules import reason
from encaisse.dunning.rules.einvoices import reason_of
from encaisse.intake.queries.bundles import BundledFile, bundled_files, is_zip
from encaisse.intake.rules.einvoices import is_einvoice, read_einvoice, xml_in_pdf
from encaisse.intake.rules.einvoices.cdar import LifeStep, is_acknowledgement, read_acknowledgement
from encaisse.intake.rules.einvoices.reading import is_pdf, looks_like_xml
from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.ledger.rules.life_cycle import STEPS, known_code
from encaisse.ui.formats import day_text, instant_text, money_text, number_text, reader_language

EINVOICE, FILES, LIFE_CYCLE = "einvoice", "files", "life_cycle"
FILE_KINDS = (EINVOICE, FILES, LIFE_CYCLE)
INVOICE_TITLES = (
    gettext_noop("File"), gettext_noop("Number"), gettext_noop("Issued on"), gettext_noop("Customer"), gettext_noop("Due date"),
    gettext_noop("To pay"),
)  # fmt: skip
STEP_TITLES = (
    gettext_noop("File"), gettext_noop("Number"), gettext_noop("Issued on"), gettext_noop("State"), gettext_noop("Why"),
    gettext_noop("Told at"),
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
        return FILES if first is None else kind_of_one(first.content, name=first.name) or FILES
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    if is_pdf(head):
        return EINVOICE if xml_in_pdf(file.read(), name=name) else FILES
    if not looks_like_xml(head):
        return ""
    content = file.read()
    file.seek(0)
    return LIFE_CYCLE if is_acknowledgement(content, name=name) else EINVOICE


def kind_of_one(content: bytes, *, name: str) -> str:
    """Return whether the first file of several is an invoice, or what a platform tells of one; nothing when it is neither."""
    if is_einvoice(content, name=name):
        return EINVOICE
    return LIFE_CYCLE if looks_like_xml(content) and is_acknowledgement(content, name=name) else ""


def is_workbook(file: BinaryIO) -> bool:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return WORKBOOK in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False
    finally:
        file.seek(0)


def looked_at(file: BinaryIO, *, name: str, kind: str, limit: int) -> LookedAt:
    first = list(islice(bundled_files(file, name=name), limit))
    rows = [step_row(each) if kind == LIFE_CYCLE else row_of(each) for each in first]
    return LookedAt(tuple(rows), first[0].total if first else 0, is_zip(file))


def step_row(each: BundledFile) -> tuple[str, ...]:
    try:
        step = read_acknowledgement(each.content, name=each.name, zone=ZoneInfo("Europe/Paris"))[0]
    except Refusal:
        return (each.name, "", "", "", "", "")
    issued_on = day_text(step.issued_on, "short") if step.issued_on else ""
    return (each.name, step.number, issued_on, state_words(step.code), why_words(step), instant_text(step.happened_at))


def state_words(code: str) -> str:
    """Say a step in words; its code beside, as the platform writes it."""
    known = known_code(code)
    return f"{gettext(STEPS[known])} ({code})" if known is not None else code


def why_words(step: LifeStep) -> str:
    """Say why, in the words of our own reasons, and how much is contested; codes nobody here knows stay as they are."""
    language = reader_language()
    why = [f"{reason(ours).name(language)} ({code})" if (ours := reason_of(code)) else code for code in step.reasons]
    if step.contested_amount is not None:
        why.append(gettext("%(amount)s not approved") % {"amount": number_text(step.contested_amount)})
    return " · ".join(why)


def row_of(each: BundledFile) -> tuple[str, ...]:
    try:
        invoice = read_einvoice(each.content, name=each.name)
    except Refusal:
        return (each.name, "", "", "", "", "")
    due = day_text(invoice.due_date, "short") if invoice.due_date else ""
    owed = money_text(invoice.owed, invoice.currency)
    return (each.name, invoice.number, day_text(invoice.issued_on, "short"), invoice.buyer.name, due, owed)
