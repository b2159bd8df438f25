"""The steps of an e-invoice's life that mean something here: codes of XP Z12-012."""

from dataclasses import dataclass
from datetime import datetime

CODES = frozenset({*range(200, 215), 220, 221, *range(224, 229), 501})


@dataclass(frozen=True, slots=True)
class StateFacts:
    """One step of a document's life, as a platform told it."""

    document_id: int
    code: int
    happened_at: datetime
    reason_code: str = ""


def known_code(written: str) -> int | None:
    """Return the code that is written, when it is one of the life cycle's."""
    return int(written) if written.isascii() and written.isdigit() and int(written) in CODES else None
