"""The steps of an e-invoice's life that mean something here: codes of XP Z12-012, and the one a person writes to end what was told."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from encaisse.kit.refusals import Refusal, gettext_noop

# Tells of something else than whether the invoice is owed as it is: what was told before it stands.
BESIDE = frozenset({224, 227})
SETTLED = 1
"""No code of a platform: a person settled with the customer what the platform had told, and the invoice is asked again."""

# What each code means to a collector.
STEPS = {
    SETTLED: gettext_noop("Settled with the customer"),
    200: gettext_noop("Submitted"), 201: gettext_noop("Issued"), 202: gettext_noop("Received by the platform"),
    203: gettext_noop("Made available"), 204: gettext_noop("Taken in charge"), 205: gettext_noop("Approved"),
    206: gettext_noop("Approved in part"), 207: gettext_noop("Disputed"), 208: gettext_noop("Suspended"),
    209: gettext_noop("Completed by the seller"), 210: gettext_noop("Refused"), 211: gettext_noop("Payment sent"),
    212: gettext_noop("Cashed"), 213: gettext_noop("Rejected"), 214: gettext_noop("Endorsed"), 220: gettext_noop("Cancelled"),
    221: gettext_noop("Routing error"), 224: gettext_noop("Direct payment asked"), 225: gettext_noop("Factored"),
    226: gettext_noop("Factored, confidential"), 227: gettext_noop("Change of account"), 228: gettext_noop("Not factored"),
    501: gettext_noop("Unacceptable"),
}  # fmt: skip


CODES = frozenset(STEPS) - {SETTLED}


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
