"""« Échus sans action depuis 30 jours »: late customers nobody has spoken to, with who should act."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from encaisse.db import seeing_one_instant
from encaisse.kit.actor import Permission
from encaisse.people import queries as people
from encaisse.ui.htmx import panel_or_page
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for
from encaisse.ui.workbooks import workbook
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries import idle as idling
from encaisse.workbench.rules.idle import MOST_DAYS, USUAL_DAYS
from encaisse.workbench.sheets import idle_sheet
from encaisse.workbench.views.common import chosen_id, powers

SORTS = ("overdue", "age", "name")
CHOICES = (15, 30, 60, 90)


def days_of(request: ActorRequest) -> int:
    asked = chosen_id(request, "days")
    return min(max(asked, 1), MOST_DAYS) if asked else USUAL_DAYS


@require_safe
def idle(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.INVOICE_VIEW)
    wanted, days, owner_id = asked_for(request, columns=SORTS, default="-overdue"), days_of(request), chosen_id(request, "collector")
    on = agenda.today_of(request.actor)
    found = idling.idle(request.actor, on=on, days=days, owner_id=owner_id, sort=wanted.order, page=wanted.page, size=wanted.size)
    context: dict[str, Any] = {
        "listing": wanted.listing(found.rows, total=found.count),
        "totals": idling.idle_totals(request.actor, on=on, days=days),
        "names": people.names(request.actor),
        "days": days,
        "owner_id": owner_id,
        "choices": CHOICES,
        "powers": powers(request.actor),
    }
    return panel_or_page(request, "workbench/idle.html", context)


@require_safe
def idle_export(request: ActorRequest) -> FileResponse:
    request.actor.must(Permission.LIST_EXPORT)
    days, owner_id, on = days_of(request), chosen_id(request, "collector"), agenda.today_of(request.actor)
    names = people.names(request.actor)
    cover: list[tuple[Any, Any]] = [
        (_("On"), on),
        (_("Without action for"), ngettext("%(count)s day", "%(count)s days", days) % {"count": days}),
        (_("Collector"), names.get(owner_id, "") if owner_id else gettext("everybody")),
        (_("Exported by"), request.actor.name),
    ]
    with seeing_one_instant(request.actor):
        rows = idling.idle_rows(request.actor, on=on, days=days, owner_id=owner_id)
        return workbook(f"sans-action-{on.isoformat()}", gettext("Late without action"), [idle_sheet(names, rows)], cover=cover)
