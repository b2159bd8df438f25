"""« Ce qui n'est pas relancé »: overdue by hold reason, owner and age, its end date and what lifts it; each line explained in words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.db.clock import today
from encaisse.dunning import actions, queries
from encaisse.dunning.rules.decisions import Reason
from encaisse.dunning.rules.left_alone import Axis, Chosen, soon
from encaisse.dunning.sheets import left_alone_cover, left_alone_sheets
from encaisse.dunning.views.holds import may_hold
from encaisse.kit.actor import Permission
from encaisse.ledger.rules.ages import AGES
from encaisse.ui.htmx import changed, panel_or_page, said
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import Wanted, asked_for
from encaisse.ui.workbooks import workbook

SORTS = ("overdue", "age", "until", "name")
EXPORTED = 1_000_000
LONGEST_ID = 18  # digits


def asked_axis(request: ActorRequest) -> Axis:
    asked = request.GET.get("by", "")
    return Axis(asked) if asked in set(Axis) else Axis.REASON


def asked_number(request: ActorRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) <= LONGEST_ID else None


def asked_choice(request: ActorRequest) -> Chosen:
    age, reason = asked_number(request, "age"), request.GET.get("reason", "")
    return Chosen(
        reason=reason if reason in {*Reason, "not_decided"} else "",
        owner=asked_number(request, "owner"),
        age=age if age is not None and age <= AGES else None,
        ends_by=soon(today()) if request.GET.get("soon") else None,
        creditor=asked_number(request, "creditor"),
    )


@require_safe
def not_dunned(request: ActorRequest) -> HttpResponse:
    return not_dunned_answer(request)


def not_dunned_answer(request: ActorRequest) -> HttpResponse:
    wanted, axis = asked_for(request, columns=SORTS, default="-overdue"), asked_axis(request)
    chosen, rows, total, groups = found_lines(request, wanted, axis)
    beside = queries.holds_beside(request.actor, [row.payer_id for row in rows], on=today())
    context = {
        "listing": wanted.listing([(row, beside.get(row.payer_id, [])) for row in rows], total=total),
        "axis": axis,
        "groups": groups,
        "chosen": chosen,
        "picked": picked(chosen, axis),
        "lines": sum(each.payers for each in groups),
        "sums": sums_of([each for each in groups if picked(chosen, axis) in {"", each.key}]),
        "may_lift": may_hold(request.actor),
        "may_export": request.actor.may(Permission.LIST_EXPORT) is not None,
        "on": today(),
        "companies": companies(request),
    }
    return panel_or_page(request, "dunning/not_dunned.html", context, then=back(request))


def companies(request: ActorRequest) -> list[tuple[int, str]]:
    """Return the companies to choose among; nothing to whoever sees one alone."""
    seen = creditors.creditors_in_reach(request.actor)
    return [(card.id, card.short_name or card.name) for card in seen] if len(seen) > 1 else []


def back(request: ActorRequest) -> str:
    return f"{reverse('dunning:not_dunned')}?{request.GET.urlencode()}"


def found_lines(
    request: ActorRequest, wanted: Wanted, axis: Axis
) -> tuple[Chosen, list[queries.NotDunned], int, list[queries.NotDunnedGroup]]:
    """Read a page and its groups; reasons alone are read in one pass."""
    chosen, on, window = asked_choice(request), today(), {"page": wanted.page, "size": wanted.size}
    if axis is Axis.REASON and chosen.is_by_reason_alone:
        found = queries.not_dunned_page(
            request.actor, on=on, reason=chosen.reason, creditor_id=chosen.creditor, sort=wanted.order, **window
        )
        groups = [queries.NotDunnedGroup(each.reason, "", each.payers, each.overdue_amount, each.currency) for each in found.totals]
        return replace(chosen, reason=found.reason), found.rows, found.total, groups
    rows, total = queries.not_dunned(request.actor, on=on, chosen=chosen, sort=wanted.order, **window)
    return chosen, rows, total, queries.not_dunned_groups(request.actor, on=on, axis=axis, chosen=chosen)


def picked(chosen: Chosen, axis: Axis) -> str:
    value = {Axis.REASON: chosen.reason, Axis.OWNER: chosen.owner, Axis.AGE: chosen.age}[axis]
    return "" if value is None else str(value)


def sums_of(groups: Sequence[queries.NotDunnedGroup]) -> list[tuple[str, Any]]:
    currencies = sorted({group.currency for group in groups})
    return [(currency, sum(group.overdue_amount for group in groups if group.currency == currency)) for currency in currencies]


@require_safe
def not_dunned_tie(request: ActorRequest) -> HttpResponse:
    """Show that what is left alone and what is spoken to make up all that is overdue."""
    context = {"ties": queries.not_dunned_tie(request.actor)}
    return panel_or_page(request, "dunning/not_dunned_tie.html", context)


@require_POST
def not_dunned_lift(request: ActorRequest, hold_id: int) -> HttpResponse:
    actions.lift_hold(request.actor, hold_id)
    words = gettext("The hold is lifted: the next run decides again.")
    return changed(said(request, not_dunned_answer(request), words), "customer-changed")


@require_safe
def not_dunned_export(request: ActorRequest) -> FileResponse:
    request.actor.must(Permission.LIST_EXPORT)
    chosen, on = asked_choice(request), today()
    rows, _total = queries.not_dunned(request.actor, on=on, chosen=chosen, size=EXPORTED)
    sheets = left_alone_sheets(request.actor, rows, on=on)
    cover = left_alone_cover(request.actor, rows, chosen, on=on)
    return workbook(f"non-relances-{on.isoformat()}", _("What is not chased"), sheets, cover=cover)


@require_safe
def explain(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Say why a customer is, or is not, reminded today: decided again, nothing written."""
    customer = customers.customer(request.actor, customer_id)
    on = queries.day_of(request.actor, customer.creditor_id)
    context = {"customer": customer, "explained": queries.explanation(request.actor, customer_id, on=on)}
    return panel_or_page(request, "dunning/explain.html", context)
