"""« Ma journée »."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from encaisse.db.clock import now
from encaisse.dunning import actions as dunning
from encaisse.kit.actor import Mode, Permission
from encaisse.ui.exports import Column, Kind, xlsx
from encaisse.ui.htmx import changed, panel_or_page, said, wants_panel
from encaisse.ui.navigation import first_page
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.templatetags.lines import kind_name, line_code, line_name, line_words
from encaisse.workbench.views.common import chosen_id, day_panel, powers

COLUMNS = [
    Column(_("Kind of work"), lambda line: kind_name(line.kind), width=18),
    Column(_("Code"), line_code, width=12),
    Column(_("Customer"), line_name),
    Column(_("Why"), line_words, width=60),
    Column(_("Waiting since"), "since", Kind.DAY),
    Column(_("Level"), lambda line: getattr(line.about, "level", None), Kind.NUMBER),
    Column(_("Contact"), lambda line: getattr(line.about, "contact_name", "")),
    Column(_("Phone"), lambda line: getattr(line.about, "phone", ""), width=18),
    Column(_("Call back at"), lambda line: getattr(line.about, "call_back_at", None), Kind.INSTANT),
    Column(_("At stake"), lambda line: line.money.amount, Kind.MONEY, total=True),
    Column(_("Currency"), lambda line: line.money.currency, width=8),
]


@require_GET
def day(request: ActorRequest) -> HttpResponse:
    """Show what a person has to do today: the first screen of everybody; whoever sees no customer begins where their menu does."""
    if not request.actor.may(Permission.CUSTOMER_VIEW) and (elsewhere := first_page(request.actor)):
        return redirect(elsewhere)
    collector_id = chosen_id(request, "collector") if agenda.sees_many(request.actor) else None
    return day_panel(request, collector_id=collector_id, whole=request.GET.get("all") == "1")


@require_GET
def day_side(request: ActorRequest) -> HttpResponse:
    """Show again what stands beside the calls, when a call is closed."""
    request.actor.must(Permission.CUSTOMER_VIEW)
    shown = agenda.day(request.actor, on=agenda.today_of(request.actor))
    return panel_or_page(request, "workbench/day.html", {"day": shown, "now": now(), "powers": powers(request.actor)}, panel="side")


@require_GET
def day_badge(request: ActorRequest) -> HttpResponse:
    """Answer the number of calls that wait, or nothing."""
    count = agenda.call_count(request.actor, on=agenda.today_of(request.actor)) if request.actor.may(Permission.CUSTOMER_VIEW) else 0
    return HttpResponse(str(count) if count else "")


@require_GET
def day_export(request: ActorRequest) -> FileResponse:
    request.actor.must(Permission.LIST_EXPORT)
    today = agenda.today_of(request.actor)
    shown = agenda.day(request.actor, on=today, whole=True)
    return xlsx(f"agenda-{today.isoformat()}", _("My day"), COLUMNS, shown.lines, notes=[(_("On"), today)])


@require_POST
def task_finish(request: ActorRequest, action_id: int) -> HttpResponse:
    """Note that a task of the day is done."""
    dunning.finish_task(request.actor, action_id, on=agenda.today_of(request.actor))
    return worked(request, gettext("Task done."))


@require_POST
def signal_finish(request: ActorRequest, signal_id: int) -> HttpResponse:
    """Note that a person dealt with what a run noticed; whoever only looks does not."""
    request.actor.must(Permission.CUSTOMER_VIEW, mode=Mode.ACT)
    dunning.finish_signal(request.actor, signal_id)
    return worked(request, gettext("Noted as dealt with."))


def worked(request: ActorRequest, words: str) -> HttpResponse:
    response = HttpResponse("") if wants_panel(request) else redirect("workbench:day")
    return changed(said(request, response, words), "agenda-changed", "customer-changed")
