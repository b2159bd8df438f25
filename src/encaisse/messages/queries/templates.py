from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from encaisse.kit.actor import Actor
from encaisse.kit.data import shipped
from encaisse.kit.refusals import NotFound
from encaisse.messages.models import Template as TemplateRow
from encaisse.messages.rules import Channel, Language, Template


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """Who saved which version, when."""

    version: int
    saved_at: datetime
    saved_by_name: str


@cache
def shipped_texts() -> dict[str, dict[str, Any]]:
    return {text["code"]: text for text in shipped("encaisse.messages", "templates")}


def shipped_template(actor: Actor, code: str, language: Language) -> Template:  # noqa: ARG001 - the same for everyone
    """Return the text as shipped: version 0."""
    if code not in shipped_texts():
        raise NotFound(what=code)
    text = shipped_texts()[code]
    return Template(
        code=code,
        language=language,
        version=0,
        channels=tuple(Channel(channel) for channel in text["channels"]),
        subject=text[language]["subject"],
        body=text[language]["body"],
        audience=text["audience"],
        tone=text["tone"],
        sender_role=text["sender_role"],
        optional_variables=frozenset(text["optional_variables"]),
        is_locked_by_law=text["is_locked_by_law"],
    )


def template(actor: Actor, code: str, language: Language, *, version: int | None = None, at: datetime | None = None) -> Template:
    """Return the current text of a template, the one of an instant, or one of its versions."""
    if version == 0:
        return shipped_template(actor, code, language)
    rows = TemplateRow.objects.filter(code=code, language=language, **({"version": version} if version else {}))
    saved = (rows.filter(saved_at__lte=at) if at else rows).order_by("-version").first()
    if saved is None and version:
        raise NotFound(what=f"{code} {version}")
    return edited(shipped_template(actor, code, language), saved)


def edited(shipped_text: Template, saved: TemplateRow | None) -> Template:
    if saved is None:
        return shipped_text
    return Template(
        code=shipped_text.code,
        language=shipped_text.language,
        version=saved.version,
        channels=shipped_text.channels,
        subject=saved.subject,
        body=saved.body,
        audience=shipped_text.audience,
        tone=shipped_text.tone,
        sender_role=shipped_text.sender_role,
        optional_variables=shipped_text.optional_variables,
        is_locked_by_law=shipped_text.is_locked_by_law,
    )


def templates(actor: Actor, *, language: Language = "fr") -> list[Template]:
    """Return the current text of every template, in the order of a dunning's life."""
    saved = {row.code: row for row in TemplateRow.objects.filter(language=language).order_by("version")}
    return [edited(shipped_template(actor, code, language), saved.get(code)) for code in shipped_texts()]


def template_versions(actor: Actor, code: str, language: Language) -> list[TemplateVersion]:  # noqa: ARG001 - texts belong to no customer
    rows = TemplateRow.objects.filter(code=code, language=language).order_by("-version").values_list("version", "saved_at", "saved_by_name")
    return [TemplateVersion(*row) for row in rows]
