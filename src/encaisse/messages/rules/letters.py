"""A letter on paper: window envelope, letterhead, table, payment slip with its QR code, as PDF/A."""

import io
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

import segno
import typst

from encaisse.kit.money import Money
from encaisse.messages.rules.payees import grouped_iban, one_sum, payee_of, rows_of
from encaisse.messages.rules.rendering import Block, Rendered, grouped
from encaisse.messages.rules.templates import variables
from encaisse.messages.rules.values import OVERDUE, Group, Language, MessageData, Table
from encaisse.messages.rules.wording import COVER_WORDS, WORDS, long_day, money_in_words

# The largest euro transfer an EPC069-12 code can carry, and the lengths of its two texts.
LARGEST_TRANSFER = 999_999_999
PAYEE_LENGTH, REFERENCE_LENGTH = 70, 140


@dataclass(frozen=True, slots=True)
class Registered:
    """What the post prints on a registered item; the number is stuck on later when it is not known yet."""

    number: str = ""


@cache
def typefaces() -> typst.Fonts:
    """Return our own typeface and the ones inside typst; never the machine's."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(files("font_source_sans_pro") / "files")])


@cache
def compiler() -> typst.Compiler:
    """Return the one compiler of this process: it keeps its fonts and what it has already worked out."""
    return typst.Compiler(str(files("encaisse.messages") / "data" / "letter.typ"), font_paths=typefaces(), ignore_system_fonts=True)


ONE_AT_A_TIME = threading.Lock()
SCREEN_INCH = 96  # points of a screen per inch of paper: an A4 page is 794 wide


def letter_pdf(rendered: Rendered, content: MessageData, *, registered: Registered | None = None, copy_to: Sequence[str] = ()) -> bytes:
    """Set a letter in type, as PDF/A-3b. The same facts give the same bytes. `copy_to`: the lines of somebody else who gets a copy."""
    is_registered = registered is not None or rendered.template.is_registered
    mentions = registered_mentions(content, registered or Registered()) if is_registered else []
    if copy_to:
        mentions = [f"{WORDS[content.language]['copy']} {content.customer.name}"]
    facts = json.dumps(letter_facts(rendered, content, mentions, copy_to=copy_to), ensure_ascii=False)
    dated = datetime.combine(content.today, time(), tzinfo=UTC)
    with ONE_AT_A_TIME:
        pdf = compiler().compile(format="pdf", sys_inputs={"letter": facts}, pdf_standards=["a-3b"], timestamp=dated)
    return as_bytes(pdf)


def letter_pages(rendered: Rendered, content: MessageData) -> list[bytes]:
    """Return the pages of a letter as pictures (PNG): what a screen shows while it is being written."""
    mentions = registered_mentions(content, Registered()) if rendered.template.is_registered else []
    facts = json.dumps(letter_facts(rendered, content, mentions), ensure_ascii=False)
    with ONE_AT_A_TIME:
        drawn_pages = compiler().compile(format="png", ppi=SCREEN_INCH, sys_inputs={"letter": facts})
    return [as_bytes(page) for page in (drawn_pages if isinstance(drawn_pages, list) else [drawn_pages])]


def as_bytes(pdf: object) -> bytes:
    if not isinstance(pdf, bytes):
        raise TypeError(pdf)
    return pdf


def letter_facts(rendered: Rendered, content: MessageData, mentions: list[str], *, copy_to: Sequence[str] = ()) -> dict[str, Any]:
    words, creditor, amount = WORDS[content.language], content.creditor, to_pay(rendered, content)
    return {
        "language": content.language,
        "words": words,
        "subject": rendered.subject,
        "dated": dated(content),
        "creditor": {"name": creditor.name, "footer": creditor.footer, "logo": creditor.logo_svg, "lines": letterhead(content)},
        "address": [*copy_to] if copy_to else [content.customer.name, *addressee(content), *content.customer.address],
        "registered": mentions,
        "references": references(content),
        "blocks": [block_facts(block) for block in rendered.blocks],
        "slip": slip(content, amount),
        "qr": qr_code(content, amount),
    }


def dated(content: MessageData) -> str:
    words = WORDS[content.language]
    day = " ".join(part for part in (words["dated"], long_day(content.today, content.language)) if part)
    return f"{content.creditor.city}, {day}" if content.creditor.city else day[0].upper() + day[1:]


def letterhead(content: MessageData) -> list[str]:
    creditor, words = content.creditor, WORDS[content.language]
    phone = f"{words['phone']} {creditor.phone}" if creditor.phone else ""
    return [line for line in (*creditor.address, phone, creditor.email, creditor.website) if line]


def addressee(content: MessageData) -> list[str]:
    return [content.contact.name] if content.contact.name and content.contact.name != content.customer.name else []


def registered_mentions(content: MessageData, registered: Registered) -> list[str]:
    words = WORDS[content.language]
    return [words["registered"], *([f"{words['registered_number']} {registered.number}"] if registered.number else [])]


def references(content: MessageData) -> list[list[str]]:
    words = WORDS[content.language]
    pairs = ((words["your_reference"], content.customer.code), (words["our_reference"], content.case_ref))
    return [[label, value] for label, value in pairs if value]


def block_facts(block: Block) -> dict[str, Any]:
    if not isinstance(block, Table):
        return {"lines": list(block.lines)}
    return {
        "columns": [{"title": column.title, "is_figure": column.is_figure} for column in block.columns],
        "asked": [group_facts(group) for group in grouped(block, are_muted=False)],
        "told": [group_facts(group) for group in grouped(block, are_muted=True)],
        "sums": [{"label": line.label, "amount": line.amount, "is_net": line.is_net} for line in block.sums],
    }


def group_facts(group: Group) -> dict[str, Any]:
    return {"title": group.title, "rows": group.rows, "is_muted": group.is_muted}


def to_pay(rendered: Rendered, content: MessageData) -> Money | None:
    """Return the one sum to transfer: the total a notice states, else the net.

    None when nothing is asked, several currencies are, or a notice states a total that goes to several.
    """
    stated = content.more.get("grand_total")
    if isinstance(stated, Money) and "grand_total" in variables(rendered.template):
        return stated if len({row.factor for row in content.rows(*OVERDUE)}) <= 1 else None
    return one_sum(rows_of(content, payee_of(content)))


def slip(content: MessageData, amount: Money | None) -> list[list[str]]:
    """Return the lines of the payment slip: none without a bank account or without one sum to pay."""
    payee, words = payee_of(content), WORDS[content.language]
    if amount is None or not payee.iban:
        return []
    pairs = (
        (words["payee"], payee.name),
        ("IBAN", grouped_iban(payee.iban)),
        ("BIC", payee.bic),
        (words["amount"], money_in_words(amount, content.language)),
        (words["payment_reference"], content.case_ref),
    )
    return [[label, value] for label, value in pairs if value]


def epc_text(content: MessageData, amount: Money) -> str:
    """Return what the code of a transfer says (EPC069-12, version 2: the bank code is optional)."""
    payee = payee_of(content)
    reference = (content.case_ref or content.creditor.name)[:REFERENCE_LENGTH]
    account = (payee.bic, payee.name[:PAYEE_LENGTH], payee.iban.replace(" ", ""))
    parts = ("BCD", "002", "1", "SCT", *account, f"EUR{amount.amount:.2f}", "", "", reference)
    return "\n".join(parts)


def qr_code(content: MessageData, amount: Money | None) -> str:
    """Return the code of the transfer as an image, "" when a SEPA transfer cannot carry it."""
    if amount is None or not payee_of(content).iban or amount.currency != "EUR" or amount.amount > LARGEST_TRANSFER:
        return ""
    return drawn(segno.make(epc_text(content, amount), error="M", micro=False, boost_error=False, encoding="utf-8"))


def drawn(code: segno.QRCode) -> str:
    image = io.BytesIO()
    code.save(image, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True)
    return image.getvalue().decode()


@dataclass(frozen=True, slots=True)
class Cover:
    """The list on top of a print batch: addressee, town, subject and channel of each letter."""

    language: Language
    printed_at: datetime
    printed_by: str
    rows: tuple[tuple[str, str, str, str], ...]


@cache
def cover_compiler() -> typst.Compiler:
    return typst.Compiler(str(files("encaisse.messages") / "data" / "cover.typ"), font_paths=typefaces(), ignore_system_fonts=True)


def cover_pdf(cover: Cover) -> bytes:
    words = COVER_WORDS[cover.language]
    facts = {
        "language": cover.language,
        "title": words["title"].format(count=len(cover.rows)),
        "printed": words["printed"].format(day=long_day(cover.printed_at.date(), cover.language), name=cover.printed_by),
        "columns": words["columns"].split("|"),
        "rows": [[str(number), *row[:3], words[row[3]]] for number, row in enumerate(cover.rows, 1)],
    }
    with ONE_AT_A_TIME:
        pdf = cover_compiler().compile(
            format="pdf", sys_inputs={"cover": json.dumps(facts, ensure_ascii=False)}, timestamp=cover.printed_at.replace(microsecond=0)
        )
    return as_bytes(pdf)


def bound(letters: Sequence[bytes], cover: Cover, *, duplex: bool = False) -> bytes:
    """Bind letters in one file to print, behind their list. On both sides, each begins on a sheet of its own."""
    from pypdf import PdfWriter  # noqa: PLC0415 - a tenth of a command's start, needed by the print batch alone

    writer = PdfWriter()
    for pdf in (cover_pdf(cover), *letters):
        writer.append(io.BytesIO(pdf), import_outline=False)
        if duplex and len(writer.pages) % 2:
            writer.add_blank_page()
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
