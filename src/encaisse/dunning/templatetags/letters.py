"""The words of a postal provider's answers. `{% load letters %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext

from encaisse.kit.refusals import gettext_noop

register = template.Library()

FINDINGS: Mapping[str, str] = {
    "reference": gettext_noop("no letter bears the reference “%(value)s”"),
    "status": gettext_noop("the status “%(value)s” is not known"),
    "date": gettext_noop("“%(value)s” is no date"),
    "proof": gettext_noop("noted, but its proof “%(value)s” is not there"),
    "refused": "%(value)s",
    "file": "%(value)s",
}


@register.filter
def finding_words(finding: Mapping[str, Any]) -> str:
    """Say which line could not be taken, and why."""
    words = FINDINGS.get(str(finding["code"]), "%(value)s")
    said = (gettext(words) if words != "%(value)s" else words) % {"value": finding["value"]}
    return gettext("Line %(line)s: %(said)s") % {"line": finding["line"], "said": said} if finding["line"] else said
