"""The steps of an e-invoice's life that mean something here: codes of XP Z12-012, and the one a person writes to end what was told."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from encaisse.kit.refusals import Refusal, gettext_noop

CODES = frozenset({*range(200, 215), 220, 221, *range(224, 229), 501})
# Tells of something else than whether the invoice is owed as it is: what was told before it stands.
BESIDE = frozenset({224, 227})
SETTLED = 1
"""No code of a platform: a person settled with the customer what the platform had told, and the invoice is asked again."""


class NothingToSettle(Refusal):
    sentence = gettext_noop("The platform told nothing that stops the reminders of this invoice: there is nothing to settle.")


class SettledWithoutWords(Refusal):
    sentence = gettext_noop("Say in a few words how it was settled with the customer: it is kept with the invoice.")


@dataclass(frozen=True, slots=True)
class StateFacts:
    """One step of a document's life, as a platform told it."""

    document_id: int
    code: int
    happened_at: datetime
    reason_code: str = ""
    contested_amount: Decimal | None = None


def known_code(written: str) -> int | None:
    """Return the code that is written, when it is one of the life cycle's."""
    return int(written) if written.isascii() and written.isdigit() and int(written) in CODES else None
