"""What a person writes to a customer: kinds of messages, and what is refused or warned about."""

from dataclasses import dataclass

from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.rules import Language, Template
from encaisse.messages.rules.legal import FEE, FORMAL_NOTICE, check_lawful, is_legal

KIND_NOTES: dict[Language, dict[str, str]] = {
    "fr": {"credit_note": "avoir", "payment": "règlement", "deposit": "acompte", "bill": "effet", "opening": "à-nouveau"},
    "en": {"credit_note": "credit note", "payment": "payment", "deposit": "deposit", "bill": "bill", "opening": "opening entry"},
}
PARTIAL: dict[Language, str] = {"fr": "solde", "en": "balance"}


class NothingOpen(Refusal):
    sentence = gettext_noop("Nothing is open for %(customer)s: there is no statement to send. Nothing is due on either side.")


class NoHealthyAddress(Refusal):
    sentence = gettext_noop(
        "%(customer)s has no healthy address for this channel. Add or try one under Contacts, or choose another channel."
    )


def kind_note(kind: str, *, is_partial: bool, language: Language) -> str:
    """Say beside a reference what it is when it is no invoice, and that a part of it only is still open."""
    words = [KIND_NOTES[language].get(kind, ""), PARTIAL[language] if is_partial else ""]
    return ", ".join(filter(None, words))


FREE = "FREE"  # written on a blank page
ITEMS_TABLE = "{{ invoice_table }}"
TABLES = ("{{ invoice_table }}", "{{invoice_table}}", "{{ invoice_table_full }}", "{{invoice_table_full}}")


class EmptyMessage(Refusal):
    sentence = gettext_noop("The message says nothing. Write it, or start from a template.")


class LegalWords(Refusal):
    sentence = gettext_noop(
        "These words make a formal notice: only the legal department sends one by hand. Take them out, or ask legal to write it."
    )


class FeeToConsumer(Refusal):
    sentence = gettext_noop("This customer is a consumer: no fee and no fixed compensation may be asked. Take it out of the text.")


class ReasonNeeded(Refusal):
    sentence = gettext_noop("Something speaks against writing now. Say why you go on, or leave it for another day.")


class UnknownRecipient(Refusal):
    sentence = gettext_noop("This address no longer reaches the customer. Choose another one of the list.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message as a person wrote it. `to` names a channel and an address: « email:12 »."""

    to: str
    subject: str
    body: str
    key: str
    template_code: str = ""
    with_items: bool = False
    advances: bool = False
    reason: str = ""

    @property
    def channel(self) -> str:
        return self.to.partition(":")[0]

    @property
    def whole_body(self) -> str:
        """Return the text with the table of items at its end, unless it stands in it already."""
        has_table = any(table in self.body for table in TABLES)
        return f"{self.body.rstrip()}\n\n{ITEMS_TABLE}" if self.with_items and not has_table else self.body


def check_words(template: Template, *, is_consumer: bool, may_be_legal: bool) -> None:
    """Refuse an empty text, words of a formal notice by who may not send one, and fees asked of a consumer."""
    if not template.body.strip():
        raise EmptyMessage
    if is_consumer and FEE.search(template.body):
        raise FeeToConsumer
    if is_legal(template.code) or FORMAL_NOTICE.search(f"{template.subject} {template.body}"):
        if not may_be_legal:
            raise LegalWords
        check_lawful(template)


def check_reason(reason: str, *, warnings: int) -> None:
    if warnings and not reason.strip():
        raise ReasonNeeded


HEAVIEST_MAIL = 20 * 2**20
MEGABYTE = 2**20


class NothingTicked(Refusal):
    sentence = gettext_noop("No invoice is ticked. Tick those whose copy is asked for.")


class MailTooHeavy(Refusal):
    sentence = gettext_noop("The copies weigh %(size)s MB together, at most %(most)s go in one e-mail. Tick fewer invoices at once.")


def check_weight(size: int) -> None:
    if size > HEAVIEST_MAIL:
        raise MailTooHeavy(size=-(-size // MEGABYTE), most=HEAVIEST_MAIL // MEGABYTE)
