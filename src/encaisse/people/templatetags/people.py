"""Words for letters and permissions. `{% load people %}`."""

from django import template

from encaisse.kit.actor import Permission
from encaisse.people.labels import LETTER_NAMES, PERMISSION_NAMES

register = template.Library()


@register.filter
def letter_name(letter: str) -> str:
    return str(LETTER_NAMES[letter])


@register.filter
def permission_name(permission: Permission) -> str:
    return str(PERMISSION_NAMES[permission])
