"""What is written on the file about a reply that was dealt with."""

import re
from datetime import date

from encaisse.kit.refusals import Refusal, gettext_noop

AWAY = {"fr": ("{who} est absent(e)", ", de retour le {day:%d/%m/%Y}"), "en": ("{who} is away", ", back on {day:%d/%m/%Y}")}
LEFT = {
    "fr": ("{who} n’est plus dans la société.", " À contacter : {whom}."),
    "en": ("{who} has left the company.", " To contact: {whom}."),
}
PAID = "%d/%m/%Y"
LONGEST = 200
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")


class NothingToCopy(Refusal):
    sentence = gettext_noop("Tick the invoices to send again, or say in a few words what the customer asks for.")


def absent_words(who: str, back_on: date | None, comment: str, language: str) -> str:
    """Say who is away and until when."""
    words, until = AWAY["en" if language == "en" else "fr"]
    said = words.format(who=who) + (until.format(day=back_on) if back_on else "")
    return f"{said}. {comment}".strip() if comment else f"{said}."


def left_words(who: str, successor: str, language: str) -> str:
    """Say who has left, and whom they named."""
    words, instead = LEFT["en" if language == "en" else "fr"]
    return words.format(who=who) + (instead.format(whom=successor) if successor else "")


def address_in(words: str, *, but: str = "") -> str:
    """Return the first e-mail address of a text, in small letters; « but » names one that is not looked for."""
    found = (each.lower().rstrip(".") for each in ADDRESS.findall(words))
    return next((each for each in found if each != but.lower()), "")


def paid_words(paid_on: date | None, comment: str) -> str:
    """Say what is known of a payment to find, in the length of a hold's comment."""
    return " – ".join(part for part in (paid_on.strftime(PAID) if paid_on else "", comment.strip()) if part)[:LONGEST]
