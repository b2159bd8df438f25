"""The year of a company: its working days, numbered, and the exceptional ones."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries
from encaisse.creditors.actions import days
from encaisse.creditors.forms import ExceptionalDayForm, YearForm
from encaisse.creditors.rules.year import FIRST_YEAR, LAST_YEAR, Moved
from encaisse.kit.actor import Permission
from encaisse.ui.formats import day_text
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


@require_safe
def calendars(request: ActorRequest) -> HttpResponse:
    """Show the year of a company, the first one and this year unless asked otherwise."""
    if not request.actor.may(Permission.SETTINGS_EDIT):
        request.actor.must(Permission.CUSTOMER_VIEW)
    cards = queries.creditors_in_reach(request.actor)
    form = YearForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    card = next((card for card in cards if card.id == asked.get("creditor")), cards[0] if cards else None)
    if card is None:
        return panel_or_page(request, "creditors/no_year.html", {})
    return year_page(request, card, year=asked.get("year"))


def year_page(
    request: ActorRequest, card: queries.CreditorCard, *, year: int | None, form: ExceptionalDayForm | None = None
) -> HttpResponse:
    today = queries.today_of(request.actor, card.id)
    shown = year or today.year
    months = queries.own_year(request.actor, card.id, year=shown)
    context: dict[str, Any] = {
        "card": card, "cards": queries.creditors_in_reach(request.actor), "today": today, "year": shown, "months": months,
        "before": shown - 1 if shown > FIRST_YEAR else None, "after": shown + 1 if shown < LAST_YEAR else None,
        "open_count": sum(month.open_count for month in months),
        "holidays": [day for month in months for day in month.days if day.kind == "holiday"],
        "exceptional": [day for month in months for day in month.days if day.kind in {"closed", "opened"}],
        "periods": [row for row in queries.quiet_periods(request.actor, card.id) if row.from_on.year <= shown <= row.to_on.year],
        "form": form or ExceptionalDayForm(), "may_edit": request.actor.may(Permission.SETTINGS_EDIT),
    }  # fmt: skip
    return panel_or_page(request, "creditors/year.html", context, form=form)


@require_POST
def day_change(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Close a day, or work on one."""
    card = queries.may_edit(request.actor, creditor_id)
    form = ExceptionalDayForm(request.POST)
    if form.is_valid():
        given = {"day": form.cleaned_data["day"], "name": form.cleaned_data["name"]}
        with refusals_shown_on(form):
            change = days.close_day if form.cleaned_data["kind"] == "closed" else days.work_day
            return to_year(request, creditor_id, change(request.actor, creditor_id, **given))
    day = form.cleaned_data.get("day")
    return year_page(request, card, year=day.year if day else None, form=form)


@require_POST
def day_undo(request: ActorRequest, creditor_id: int, day: str) -> HttpResponse:
    """Take an exceptional day back."""
    try:
        asked = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    return to_year(request, creditor_id, days.follow_region(request.actor, creditor_id, day=asked))


def to_year(request: ActorRequest, creditor_id: int, moved: Moved) -> HttpResponse:
    response = redirect(f"{reverse('creditors:calendars')}?creditor={creditor_id}&year={moved.day.year}")
    return said(request, response, moved_words(moved))


def moved_words(moved: Moved) -> str:
    """Say what a change moves."""
    words = {"day": day_text(moved.day), "year": moved.day.year, "after": moved.after, "before": moved.before}
    said_first = _("%(year)s now has %(after)s open days instead of %(before)s: those after %(day)s are numbered anew.") % words
    if moved.after < moved.before:
        return _("%(said)s What fell on that day waits until %(next)s; the next run looks at every customer again.") % {
            "said": said_first, "next": day_text(moved.next_open),
        }  # fmt: skip
    return _("%(said)s Messages may leave that day; the next run looks at every customer again.") % {"said": said_first}
