"""« Ce qui n'est pas relancé »: overdue by hold reason, amount, age, owner, end date; each line explained in words."""

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from encaisse.customers import queries as customers
from encaisse.db.clock import today
from encaisse.dunning import queries
from encaisse.dunning.templatetags.dunning import reason_name, reason_words
from encaisse.kit.actor import Permission
from encaisse.ui.exports import Column, Kind, xlsx
from encaisse.ui.htmx import panel_or_page
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for

SORTS = ("overdue", "age", "until", "name")
EXPORTED = 100_000


def asked_reason(request: ActorRequest, totals: list[queries.NotDunnedTotal]) -> str:
    reason = request.GET.get("reason", "")
    return reason if reason in {total.reason for total in totals} else ""


@require_safe
def not_dunned(request: ActorRequest) -> HttpResponse:
    wanted = asked_for(request, columns=SORTS, default="-overdue")
    found = queries.not_dunned_page(
        request.actor, on=today(), reason=request.GET.get("reason", ""), sort=wanted.order, page=wanted.page, size=wanted.size
    )
    totals = found.totals
    context = {
        "listing": wanted.listing(found.rows, total=found.total),
        "totals": totals,
        "reason": found.reason,
        "payers": sum(each.payers for each in totals),
        "sums": sums_of(totals),
        "may_export": request.actor.may(Permission.LIST_EXPORT) is not None,
        "on": today(),
    }
    return panel_or_page(request, "dunning/not_dunned.html", context)


def sums_of(totals: list[queries.NotDunnedTotal]) -> list[tuple[str, object]]:
    currencies = sorted({total.currency for total in totals})
    return [(currency, sum(total.overdue_amount for total in totals if total.currency == currency)) for currency in currencies]


@require_safe
def not_dunned_export(request: ActorRequest) -> FileResponse:
    request.actor.must(Permission.LIST_EXPORT)
    reason = asked_reason(request, queries.not_dunned_totals(request.actor))
    rows, _total = queries.not_dunned(request.actor, on=today(), reason=reason, size=EXPORTED)
    columns = [
        Column(_("Code"), "code", width=12),
        Column(_("Customer"), "name"),
        Column(_("Why"), lambda row: str(reason_name(row.reason))),
        Column(_("In words"), lambda row: reason_words(row.detail), width=70),
        Column(pgettext_lazy("hold", "Until"), "until_on", Kind.DAY),
        Column(_("Days late"), "days_late", Kind.NUMBER),
        Column(_("Oldest due date"), "oldest_due_date", Kind.DAY),
        Column(_("Overdue"), "overdue_amount", Kind.MONEY, total=True),
        Column(_("Currency"), "currency", width=8),
        Column(_("Collector"), "collector_name"),
    ]
    notes = [(_("On"), today()), (_("Reason"), str(reason_name(reason)) if reason else "")]
    return xlsx(f"non-relances-{today().isoformat()}", _("What is not chased"), columns, rows, notes=notes)


@require_safe
def explain(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Say why a customer is, or is not, reminded today: decided again, nothing written."""
    customer = customers.customer(request.actor, customer_id)
    context = {"customer": customer, "explained": queries.explanation(request.actor, customer_id, on=today())}
    return panel_or_page(request, "dunning/explain.html", context)
