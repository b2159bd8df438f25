from collections.abc import Mapping

from django import template
from django.utils.translation import gettext, pgettext

from encaisse.intake.rules.findings import Finding, Severity

register = template.Library()

TONES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: "info"}


@register.filter
def sentence(finding: Finding) -> str:
    return finding.in_words(gettext)


@register.filter
def remedy(finding: Finding) -> str:
    return finding.remedy(gettext)


@register.filter
def severity_tone(finding: Finding) -> str:
    return TONES[finding.severity]


@register.filter
def severity_name(finding: Finding) -> str:
    return {
        Severity.ERROR: pgettext("severity", "left out"),
        Severity.WARNING: pgettext("severity", "to check"),
        Severity.NOTE: pgettext("severity", "note"),
    }[finding.severity]


@register.filter
def phase_name(phase: str) -> str:
    names = {"loading": gettext("Reading the file…"), "reading": gettext("Understanding its entries…")}
    return names.get(phase, gettext("Writing in the ledger…"))


@register.filter
def of_key(mapping: Mapping[object, object], key: object) -> object:
    return mapping.get(key, key)
