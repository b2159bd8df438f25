from django.core.cache import cache

from encaisse.kit.actor import Actor


def key_of(actor: Actor, name: str) -> str:
    return f"messages.draft.{actor.user_id}.{name}"


def drawn(actor: Actor, name: str) -> str:
    """Return the mail that this person had drawn lately, else nothing to show."""
    return str(cache.get(key_of(actor, name), ""))
