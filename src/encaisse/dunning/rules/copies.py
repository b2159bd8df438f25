"""What is left of a task that asks for copies, once some were sent: the invoices not sent, and whatever was asked in words."""

import re
from collections.abc import Iterable

BETWEEN = " · "
NUMBERS = re.compile(r"\s*[,;]\s*")


def copies_left(comment: str, sent: Iterable[str]) -> str:
    """Return what still is to be sent. « F-1, F-2 · le bon de livraison », F-1 sent: « F-2 · le bon de livraison »."""
    done = {reference.strip() for reference in sent}
    parts = ((NUMBERS.split(part.strip())) for part in comment.split(BETWEEN))
    left = (", ".join(each for each in part if each and each not in done) for part in parts)
    return BETWEEN.join(part for part in left if part)
