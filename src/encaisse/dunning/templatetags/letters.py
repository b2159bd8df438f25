"""The words of a postal provider's answers. `{% load letters %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext

from encaisse.kit.refusals import gettext_noop
from encaisse.ui.formats import colon, kept_refusal_text

register = template.Library()

FINDINGS: Mapping[str, str] = {
    "reference": gettext_noop("no letter bears the reference “%(value)s”"),
    "status": gettext_noop("the status “%(value)s” is not known"),
    "date": gettext_noop("“%(value)s” is no date"),
    "proof": gettext_noop("noted, but its proof “%(value)s” is not there"),
}


@register.filter
def finding_words(finding: Mapping[str, Any]) -> str:
    """Say which line could not be taken, and why."""
    if kept := finding.get("refusal"):
        said = colon().join(filter(None, (finding["value"], f" {kept_refusal_text(kept, gettext)}"))).strip()
    else:
        words = FINDINGS.get(str(finding["code"]), "")
        said = gettext(words) % {"value": finding["value"]} if words else finding["value"]
    return gettext("Line %(line)s: %(said)s") % {"line": finding["line"], "said": said} if finding["line"] else said
