"""« Ce qui s’est passé cette nuit », and jobs that failed."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.db.clock import HOME
from encaisse.kit.actor import Permission
from encaisse.ui.htmx import panel_or_page, said
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.actions.nights import retry_job
from encaisse.workbench.queries.nights import what_happened
from encaisse.workbench.rules.nights import night_before, night_of


@require_safe
def nights(request: ActorRequest) -> HttpResponse:
    """Show one night: the last, or the one asked for."""
    request.actor.must(Permission.SETTINGS_EDIT)
    last = night_of(timezone.now(), HOME)  # background work lives in the real time, in the demonstration too
    night = night_before(day_asked(request.GET.get("day", ""), last.morning), HOME)
    context = {
        "night": night, "happened": what_happened(request.actor, night), "last": last,
        "before": night.morning - timedelta(days=1), "after": night.morning + timedelta(days=1) if night.morning < last.morning else None,
        "names": {card.id: card.short_name or card.name for card in creditors.creditors_in_reach(request.actor)},
    }  # fmt: skip
    return panel_or_page(request, "workbench/nights.html", context)


def day_asked(words: str, usual: date) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return usual


@require_POST
def job_retry(request: ActorRequest, record_id: int) -> HttpResponse:
    retry_job(request.actor, record_id)
    return said(request, redirect("workbench:nights"), gettext("The job waits for the worker again."))
