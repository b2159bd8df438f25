"""Holds people set: those in force with their end, lifting them, setting one."""

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.db.clock import today
from encaisse.dunning import actions, queries
from encaisse.dunning.forms import HoldForm
from encaisse.dunning.rules.manual_holds import LONGEST
from encaisse.kit.actor import Actor, Permission
from encaisse.ui.htmx import changed, panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for

SOON_DAYS = 3


@require_safe
def holds(request: ActorRequest) -> HttpResponse:
    return holds_page(request)


def holds_page(request: ActorRequest) -> HttpResponse:
    wanted = asked_for(request, columns=(), default="")
    rows, total = queries.holds_in_force(request.actor, on=today(), page=wanted.page, size=wanted.size)
    context = {
        "listing": wanted.listing([(row, (row.until_on - today()).days) for row in rows], total=total),
        "may_lift": may_hold(request.actor),
        "soon": SOON_DAYS,
        "on": today(),
    }
    return panel_or_page(request, "dunning/holds.html", context, then="dunning:holds")


def may_hold(actor: Actor) -> bool:
    return actor.passes(Permission.SCENARIO_HOLD)


@require_POST
def hold_lift(request: ActorRequest, hold_id: int) -> HttpResponse:
    actions.lift_hold(request.actor, hold_id)
    return changed(said(request, holds_page(request), gettext("The hold is lifted: the next run decides again.")), "customer-changed")


@require_safe
def hold_form(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Show the form that holds a customer, or one item (`?item=`): in a panel of the customer file, or as a page."""
    customer = customers.customer(request.actor, customer_id)
    on, item = creditors.today_of(request.actor, customer.creditor_id), request.GET.get("item", "")
    form = HoldForm(initial={"until_on": on + LONGEST / 2, "item_id": item if item.isdecimal() else None})
    return panel_or_page(request, "dunning/hold_set.html", {"customer": customer, "form": form, "last_day": on + LONGEST})


@require_POST
def hold_set(request: ActorRequest, customer_id: int) -> HttpResponse:
    customer = customers.customer(request.actor, customer_id)
    on, form = creditors.today_of(request.actor, customer.creditor_id), HoldForm(request.POST)
    context = {"customer": customer, "form": form, "last_day": on + LONGEST}
    if form.is_valid():
        with refusals_shown_on(form):
            actions.set_hold(request.actor, customer_id=customer_id, on=on, **form.cleaned_data)
            words = gettext("Held until the day chosen; the clock of what is held stands still.")
            response = panel_or_page(request, "dunning/hold_set.html", context | {"is_done": True}, then="dunning:holds")
            return changed(said(request, response, words), "customer-changed")
    return panel_or_page(request, "dunning/hold_set.html", context, form=form, then="dunning:holds")
