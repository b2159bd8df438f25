"""A mail drawn while its template is being written is set aside for the frame that shows it under its own, stricter policy."""

import hashlib

from django.core.cache import cache

from encaisse.kit.actor import Actor, Permission
from encaisse.messages.queries.proofs import key_of

KEPT = 600  # seconds


def keep_drawn(actor: Actor, html: str) -> str:
    """Keep a drawn mail for a while, for the person who draws it; return its name."""
    actor.must(Permission.ACTION_SEND_TEMPLATE, mode=None)
    name = hashlib.sha256(html.encode()).hexdigest()
    cache.set(key_of(actor, name), html, KEPT)
    return name
