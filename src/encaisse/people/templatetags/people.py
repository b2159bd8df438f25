"""Words for letters and permissions. `{% load people %}`."""

from django import template
from django.conf import settings

from encaisse.kit.actor import Permission, Role
from encaisse.people import queries
from encaisse.people.labels import LETTER_NAMES, PERMISSION_NAMES
from encaisse.people.rules import Person

register = template.Library()


@register.simple_tag
def demo_people() -> list[tuple[Person, tuple[Role, ...]]]:
    """Name whom one may become with one click; outside the demonstration, nobody."""
    return queries.demo_people() if settings.DEMO else []


@register.filter
def letter_name(letter: str) -> str:
    return str(LETTER_NAMES[letter])


@register.filter
def permission_name(permission: Permission) -> str:
    return str(PERMISSION_NAMES[permission])
