"""The words of the audit in its pages."""

from django import template

from encaisse.audit.fields import changes_in_words
from encaisse.audit.words import deed_words, kind_words

register = template.Library()
register.filter("deed_words", deed_words)
register.filter("kind_words", kind_words)
register.filter("changes_in_words", changes_in_words)
