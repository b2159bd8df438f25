"""Words for letters and permissions. `{% load people %}`."""

from django import template
from django.conf import settings
from django.template import Context

from encaisse.kit.actor import Permission, Role
from encaisse.people import queries
from encaisse.people.labels import LETTER_NAMES, PERMISSION_NAMES
from encaisse.people.rules import Person
from encaisse.ui.words import ROLE_NAMES

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


@register.simple_tag(takes_context=True)
def right_words(context: Context, permission: str) -> dict[str, str]:
    """Name a right, the roles that have it and the people who may give it, as a refused person reads them."""
    try:
        right = Permission(permission)
    except ValueError:
        return {"name": permission, "roles": "", "givers": ""}
    roles, givers = queries.who_has(context["request"].actor, right)
    return {
        "name": str(PERMISSION_NAMES.get(right, right.value)),
        "roles": ", ".join(str(ROLE_NAMES[role]) for role in roles),
        "givers": ", ".join(givers),
    }
