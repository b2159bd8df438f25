"""The text of a draft as its customer will read it: conditions settled, values filled in and locked, the law's words kept."""

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.rules import MessageData, Table, Template, variables
from encaisse.messages.rules.templates import PRIVATE_USE, TOO_MANY_BLANK_LINES, filled_in, nested, values_of
from encaisse.messages.rules.variables import said, value_of

NAMED = re.compile(r"\{\{-?\s*([\w.]+)\s*-?\}\}")
# Private-use characters hold the place of a value that stays live, while the conditions around it are settled.
MARK, MARKED = "\ue010{path}\ue011", re.compile("\ue010([\\w.]+)\ue011")
SENTENCE = re.compile(r"(\n+|(?<!\bart\.)(?<=[.!?])[ \u00a0\u202f]+(?=[A-ZÀ-ÖØ-Þ«{]))")
LEGAL_WORDS = re.compile(
    r"\bart(?:icles?|\.)\s*[LRD]?\.?\s*\d|\b[LRD]\d{3}-\d|\bCode (?:de|du|civil|monétaire)|Commercial Code|indemnité forfaitaire"
    r"|fixed (?:EUR 40 )?compensation|médiateur|mediator",
    re.IGNORECASE,
)
INVOICES = frozenset({"invoice_table", "invoice_table_full", "invoice_table_chorus"})
PAYMENT = frozenset({"iban", "iban_masked", "payment_methods"})
IDENTITY = frozenset({"signature", "creditor.legal_block", "debtor.legal_block", "agency.legal_block", "mandator.legal_block"})


class InvoicesLeftOut(Refusal):
    sentence = gettext_noop(
        "The list of invoices must stay in the text: put it back where it is to appear, or go back to the template’s text."
    )


class PaymentLeftOut(Refusal):
    sentence = gettext_noop(
        "How to pay must stay in the text: the account and its reference. Go back to the template’s text, and edit around it."
    )


class IdentityLeftOut(Refusal):
    sentence = gettext_noop(
        "Who writes must stay in the text: the signature and the legal identities. Go back to the template’s text, and edit around them."
    )


class LegalWordsLeftOut(Refusal):
    sentence = gettext_noop("The law’s words must stay as they are: “%(words)s” Go back to the template’s text, and edit around them.")


class Kind(StrEnum):
    """What a piece of a text is: words to edit, a value filled in, or a block that stays as it is."""

    WORDS = "words"
    VALUE = "value"
    KEPT = "kept"
    LEGAL = "legal"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of a text: what it is in the text kept, and how the customer reads it."""

    kind: Kind
    source: str
    shown: str = ""
    table: Table | None = None

    @property
    def is_locked(self) -> bool:
        return self.kind is not Kind.WORDS

    @property
    def must_stay(self) -> bool:
        return self.kind in {Kind.KEPT, Kind.LEGAL, Kind.TABLE}


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence taken out of a text, or put in."""

    is_added: bool
    words: str


def settled(template: Template, content: MessageData) -> Template:
    """Return a template with its conditions settled for one customer: its words, and the names of the values that stay live."""
    values = {path: PRIVATE_USE.sub("", said(value, content)) for path, value in values_of(template, content).items()}

    def kept(name: re.Match[str]) -> str:
        path = name.group(1)
        is_nothing = path in template.optional_variables and not values.get(path, "").strip()
        return "" if is_nothing else MARK.format(path=path)

    def written(source: str) -> str:
        words = filled_in(NAMED.sub(kept, source), nested(values)).replace("{{", "{ {").replace("{%", "{ %")
        return TOO_MANY_BLANK_LINES.sub("\n\n", MARKED.sub(r"{{ \1 }}", words)).strip()

    return replace(template, subject=" ".join(written(template.subject).split()), body=written(template.body))


def sentences(text: str) -> list[str]:
    """Cut a text into its sentences and what stands between them: joined again, they are the text."""
    return SENTENCE.split(text)


def flat(words: str) -> str:
    return " ".join(NAMED.sub(r"{{ \1 }}", words).split())


def legal_sentences(text: str) -> list[str]:
    return [sentence for sentence in sentences(text) if LEGAL_WORDS.search(sentence)]


def pieces(text: str, original: str, content: MessageData) -> tuple[TextPiece, ...]:
    """Cut a settled text into what a person edits and what is locked; the law's words are those of the template."""
    legal = {flat(sentence) for sentence in legal_sentences(original)}
    found: list[TextPiece] = []
    for sentence in sentences(text):
        if flat(sentence) in legal:
            found.append(TextPiece(Kind.LEGAL, sentence, as_read(sentence, content)))
        else:
            found += pieces_of(sentence, content)
    return tuple(found)


def pieces_of(words: str, content: MessageData) -> list[TextPiece]:
    """Cut words into what is typed and the values between."""
    found = []
    for position, part in enumerate(NAMED.split(words)):
        if position % 2:
            found.append(value_piece(part, content))
        elif part:
            found.append(TextPiece(Kind.WORDS, part, part))
    return found


def value_piece(path: str, content: MessageData) -> TextPiece:
    value, source = value_of(content, path), f"{{{{ {path} }}}}"
    if isinstance(value, Table):
        return TextPiece(Kind.TABLE, source, said(value, content), value)
    kind = Kind.KEPT if path in PAYMENT | IDENTITY else Kind.VALUE
    return TextPiece(kind, source, said(value, content))


def as_read(text: str, content: MessageData) -> str:
    """Return a text as its customer reads it; a table is told by its place."""
    return NAMED.sub(lambda name: said(value_of(content, name.group(1)), content), text)


def check_kept(edited: Template, original: Template) -> None:
    """Refuse a text that leaves out the invoices, how to pay, who writes or the law's words."""
    left, gone = variables(edited), variables(original) - variables(edited)
    if gone & INVOICES and not left & INVOICES:
        raise InvoicesLeftOut
    if gone & PAYMENT and not left & PAYMENT:
        raise PaymentLeftOut
    if gone & IDENTITY:
        raise IdentityLeftOut
    said_still = flat(edited.body)
    for sentence in legal_sentences(original.body):
        if flat(sentence) not in said_still:
            raise LegalWordsLeftOut(words=NAMED.sub("…", flat(sentence)))


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return the sentences taken out and put in, in their order."""
    one, other = said_in(before), said_in(after)
    found: list[Change] = []
    for tag, start, end, other_start, other_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [Change(is_added=False, words=words) for words in one[start:end]]
            found += [Change(is_added=True, words=words) for words in other[other_start:other_end]]
    return tuple(found)


def said_in(text: str) -> list[str]:
    return [sentence.strip() for sentence in sentences(text) if sentence.strip()]
