"""Tags and filters of every page: figures, days, chips, icons, fields, tables. `{% load encaisse %}`."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from encaisse.kit.actor import Role
from encaisse.kit.money import Money
from encaisse.ui import formats
from encaisse.ui.assets import asset_url
from encaisse.ui.fields import choices_of, dressed, is_tick
from encaisse.ui.tables import Listing
from encaisse.ui.words import ROLE_NAMES

register = template.Library()


@register.simple_tag
def ui_asset(name: str) -> str:
    return asset_url(name)


@register.filter
def money(value: Money | Decimal | None, currency: str = "EUR") -> str:
    return formats.money_text(value, currency)


@register.filter
def amount(value: Money | Decimal | None, currency: str = "EUR") -> str:
    return formats.amount_text(value, currency)


@register.filter
def number(value: Decimal | int | None) -> str:
    return formats.number_text(value)


@register.filter
def percent(value: Decimal | None, digits: int = 0) -> str:
    return formats.percent_text(value, digits)


@register.filter
def day(value: date | None, style: str = "medium") -> str | SafeString:
    if value is None:
        return formats.NOTHING
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.day_text(value, style))


@register.filter
def day_words(value: date | None, style: str = "medium") -> str:
    """Write a day for an attribute, where an element cannot stand."""
    return formats.day_text(value, style)


@register.filter
def instant(value: datetime | None, style: str = "medium") -> str | SafeString:
    if value is None:
        return formats.NOTHING
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.instant_text(value, style))


@register.filter
def ago(value: date | datetime | None, on: date | None = None) -> str | SafeString:
    if value is None:
        return formats.NOTHING
    full = formats.instant_text(value) if isinstance(value, datetime) else formats.day_text(value, "full")
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), full, formats.ago_text(value, on))


@register.filter
def role_name(role: Role) -> str:
    return str(ROLE_NAMES[role])


@register.simple_tag
def colon() -> str:
    """Return the colon of the reader's language, between two words that no sentence joins."""
    return formats.colon()


register.filter("quoted", formats.quoted)
register.filter("size", formats.size_text)


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Draw an icon of frontend/icons.txt. Without a label it is decoration, and hidden from screen readers."""
    return drawn(name, label if isinstance(label, str) else str(label), css, asset_url("icons.svg"))


@lru_cache(maxsize=1000, typed=True)  # typed: words that are already safe are not those that are still to escape
def drawn(name: str, label: str, css: str, sheet: str) -> SafeString:
    """Draw an icon once for all the lines that show it."""
    speech = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon {}" {}><use href="{}#{}"></use></svg>', css, speech, sheet, name)


@register.simple_tag
def chip(words: Any, tone: str = "", icon_name: str = "", title: str = "") -> SafeString:
    """Say a state in a word. Tones: good, warn, bad, info, held, accent, or none."""
    drawn = icon(icon_name) if icon_name else ""
    shown_title = format_html(' title="{}"', title) if title else ""
    return format_html('<span class="chip {}"{}>{}{}</span>', f"chip-{tone}" if tone else "", shown_title, drawn, words)


@register.simple_tag
def agebar(parts: list[tuple[Any, Decimal]], css: str = "") -> SafeString:
    """Draw amounts by age as one thin bar; `parts` are (name, amount) from not due to oldest. Negative amounts take no room."""
    whole = sum((max(amount, Decimal(0)) for _name, amount in parts), Decimal(0)) or Decimal(1)
    drawn, left = [], Decimal(0)
    for age, (name, held) in enumerate(parts):
        wide = max(held, Decimal(0)) * 100 / whole
        drawn.append((f"{left:.2f}", f"{wide:.2f}", min(age, 6), name, formats.amount_text(held)))
        left += wide
    bars = format_html_join("", '<rect x="{}" width="{}" height="10" class="age-{}"><title>{}: {}</title></rect>', drawn)
    said = ", ".join(f"{name}: {formats.amount_text(held)}" for name, held in parts)
    return format_html(
        '<svg class="agebar {}" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>', css, said, bars
    )


@register.inclusion_tag("ui/partials/field.html")
def field(bound: BoundField, css: str = "", label: str = "", hint: str = "") -> dict[str, Any]:
    """Show one field with its label, hint and errors, in the look of the house."""
    return {
        "field": bound,
        "control": dressed(bound),
        "is_tick": is_tick(bound),
        "choices": choices_of(bound),
        "css": css,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
    }


@register.inclusion_tag("ui/partials/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    return {"form": form}


@register.inclusion_tag("ui/partials/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """Show what concerns the form as a whole: refusals above all."""
    return {"errors": form.non_field_errors()}


def address(request: HttpRequest, **changes: Any) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/partials/sortable.html", takes_context=True)
def sortable(context: Context, listing: Listing[Any], column: str, words: Any, css: str = "") -> dict[str, Any]:
    """Head a column that sorts: the first click on an amount shows the largest first (`css="num"`)."""
    wanted = listing.wanted
    is_sorted = wanted.column == column
    downward = not wanted.descending if is_sorted else "num" in css
    href = address(context["request"], sort=f"-{column}" if downward else column, page=1)
    return {"href": href, "words": words, "css": css, "is_sorted": is_sorted, "descending": wanted.descending}


@register.inclusion_tag("ui/partials/pages.html", takes_context=True)
def pages(context: Context, listing: Listing[Any]) -> dict[str, Any]:
    """Show where the page lies in the whole, and the way to the others."""
    request = context["request"]
    return {
        "listing": listing,
        "numbers": [(number, address(request, page=number) if number else "") for number in listing.nearby],
        "before": address(request, page=listing.page - 1) if listing.page > 1 else "",
        "after": address(request, page=listing.page + 1) if listing.page < listing.page_count else "",
    }


@register.simple_tag(takes_context=True)
def include_if_there(context: Context, name: str) -> str:
    """Include a template of a room above, when that room ships it."""
    try:
        found = get_template(name)
    except TemplateDoesNotExist:
        return ""
    seen: dict[str, Any] = {str(key): value for key, value in context.flatten().items()}
    return found.render(seen, context["request"])
