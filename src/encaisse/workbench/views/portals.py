"""Customers' portals: the organisation's list in the settings, and the one a customer wants."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from encaisse.customers import actions
from encaisse.customers import queries as customers
from encaisse.customers.queries import PortalOfCustomer
from encaisse.customers.rules.portals import USUAL
from encaisse.kit.actor import Permission
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.forms.portals import CustomerPortalForm, PortalForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.views.common import customer_of, done, powers
from encaisse.workbench.views.gestures import attempt


@require_http_methods(["GET", "HEAD", "POST"])
def portals(request: ActorRequest, portal_id: int | None = None) -> HttpResponse:
    """List the portals that customers ask for; add one, or change one."""
    request.actor.must(Permission.SETTINGS_EDIT)
    card = customers.portal(request.actor, portal_id) if portal_id else None
    given = {"name": card.name, "address": card.address, "instructions": card.instructions} if card else {}
    form = PortalForm(request.POST or None, initial=given or {"name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            told = form.cleaned_data
            if card:
                actions.change_portal(request.actor, card.id, **told, retired_on=card.retired_on)
            else:
                actions.add_portal(request.actor, **told)
            return said(request, redirect("workbench:portals"), gettext("Portal kept."))
    listed = customers.portals(request.actor, with_retired=True)
    names = {each.name.casefold() for each in listed}
    context = {"portals": listed, "form": form, "card": card, "usual": [name for name in USUAL if name.casefold() not in names]}
    return panel_or_page(request, "workbench/portals.html", context, form=form if form.is_bound else None)


@require_POST
def portal_retire(request: ActorRequest, portal_id: int) -> HttpResponse:
    """No longer offer a portal, or offer it again."""
    card = customers.portal(request.actor, portal_id)
    retired_on = None if card.retired_on else agenda.today_of(request.actor)
    actions.change_portal(
        request.actor, card.id, name=card.name, address=card.address, instructions=card.instructions, retired_on=retired_on
    )
    words = gettext("The portal is no longer offered.") if retired_on else gettext("The portal is offered again.")
    return said(request, redirect("workbench:portals"), words)


@require_http_methods(["GET", "HEAD", "POST"])
def customer_portal(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Say which portal a customer wants everything sent through, and how."""
    request.actor.must(Permission.CUSTOMER_EDIT_CONTACT)
    found = customer_of(request, customer_id)
    wanted = customers.portal_of(request.actor, customer_id)
    offered = customers.portals(request.actor)
    form = CustomerPortalForm(request.POST or None, portals=offered, initial=as_typed(wanted) if wanted else {})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            today = agenda.today_of(request.actor, found)
            actions.require_portal(request.actor, found.id, portal_id=form.cleaned_data["portal"], terms=form.terms(), on=today)
            return done(request, gettext("Kept: what we write to this customer goes through its portal."), found.id)
    context = {
        "customer": found, "form": form, "wanted": wanted, "has_portals": bool(offered), "powers": powers(request.actor),
        "may_set_up": request.actor.passes(Permission.SETTINGS_EDIT),
    }  # fmt: skip
    return panel_or_page(request, "workbench/customer_portal.html", context, form=form if form.is_bound else None)


def as_typed(wanted: PortalOfCustomer) -> dict[str, Any]:
    same = {name: getattr(wanted, name) for name in ("supplier_number", "login_holder", "instructions")}
    return {"portal": wanted.portal_id, "address": wanted.own_address, **same}


@require_POST
def customer_portal_end(request: ActorRequest, customer_id: int) -> HttpResponse:
    today = agenda.today_of(request.actor, customer_of(request, customer_id))
    return attempt(
        request, customer_id, gettext("Noted: this customer no longer asks for a portal."),
        lambda: actions.no_longer_require_portal(request.actor, customer_id, on=today),
    )  # fmt: skip
