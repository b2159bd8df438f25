"""What a person writes to a customer: kinds of messages, and what is refused or warned about."""

from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.rules import Language

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
