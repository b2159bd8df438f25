import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext, pgettext

from encaisse.intake.queries import UploadCard
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.meanings import Severity
from encaisse.ui import formats

register = template.Library()

TONES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: "info"}


AMOUNT = re.compile(r"-?\d+\.\d+")
WHOLE_AMOUNT = re.compile(r"-?\d+")
DAYS = ("closing", "first", "last")


def for_readers(finding: Finding) -> Finding:
    """Write the amounts, counts and days of a finding the reader's way."""
    return replace(finding, values={name: written(name, value) for name, value in finding.values.items()})


def written(name: str, value: Any) -> Any:
    if isinstance(value, int):
        return formats.number_text(value)
    if isinstance(value, str) and (AMOUNT.fullmatch(value) or (name == "amount" and WHOLE_AMOUNT.fullmatch(value))):
        return formats.amount_text(Decimal(value))
    if name in DAYS and isinstance(value, str) and re.fullmatch(r"\d{8}", value):
        return formats.day_text(date(int(value[:4]), int(value[4:6]), int(value[6:])), "short")
    return value


@register.filter
def sentence(finding: Finding) -> str:
    return for_readers(finding).in_words(gettext)


@register.filter
def remedy(finding: Finding) -> str:
    return for_readers(finding).remedy(gettext)


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


@register.filter
def get_count(counts: Mapping[int, int], key: int) -> int:
    return counts.get(key, 0)


@register.filter
def upload_refusal(kept: UploadCard) -> str:
    """Say in the reader's language why a file was not taken in; one refused by an older version keeps its sentence."""
    return formats.kept_refusal_text(kept.choices.get("refused"), gettext) or kept.refusal
