"""Which scenario a customer follows, on its file and on a page of its own; requests granted or refused."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.dunning import actions, queries
from encaisse.dunning.forms.following import GiveForm, SettleForm
from encaisse.kit.actor import Mode, Permission
from encaisse.ui.formats import reader_language
from encaisse.ui.htmx import changed, panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


@require_safe
def following(request: ActorRequest, customer_id: int) -> HttpResponse:
    return following_page(request, customer_id)


def give_form(request: ActorRequest, found: queries.Following, creditor_id: int, *args: object) -> GiveForm:
    cards = [card for card in queries.scenario_cards(request.actor) if card.creditor_id in {None, creditor_id}]
    items = [(item.item_id, item.reference) for item in found.items]
    return GiveForm(*args, scenarios=[(card.id, card.name(reader_language())) for card in cards], items=items)


def following_page(request: ActorRequest, customer_id: int, form: GiveForm | None = None) -> HttpResponse:
    customer = customers.customer(request.actor, customer_id)
    found = queries.following(request.actor, customer_id)
    names = {card.id: card.name(reader_language()) for card in queries.scenario_cards(request.actor)}
    context = {
        "customer": customer, "found": found, "names": names,
        "may_ask": request.actor.passes(Permission.SCENARIO_ASSIGN, mode=Mode.REQUEST),
        "may_give": request.actor.passes(Permission.SCENARIO_ASSIGN), "is_open": form is not None,
        "form": form or give_form(request, found, customer.creditor_id),
        "requests": [(each, names.get(each.scenario_id or 0, "")) for each in queries.requests_of(request.actor, customer_id)],
        "rungs": [(rung, rung.scenario.name(reader_language()) if rung.scenario else "") for rung in found.rungs],
        "items": [(item, item.scenario.name(reader_language())) for item in found.items if item.scenario],
    }  # fmt: skip
    then = reverse("dunning:following", args=[customer_id])
    return panel_or_page(request, "dunning/following.html", context, form=form, then=then)


@require_POST
def follow_give(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Give a customer or an invoice a scenario, or leave a request for whoever may."""
    customer = customers.customer(request.actor, customer_id)
    form = give_form(request, queries.following(request.actor, customer_id), customer.creditor_id, request.POST)
    if form.is_valid():
        given, on = form.cleaned_data, creditors.today_of(request.actor, customer.creditor_id)
        with refusals_shown_on(form):
            at_once = actions.give_scenario(
                request.actor, customer_id, scenario_id=given["scenario"], item_id=given["item"], reason=given["reason"], on=on
            )
            words = gettext("Saved: the next run goes on after what was done.") if at_once else gettext("Asked: your colleagues decide.")
            return changed(said(request, following_page(request, customer_id), words), "customer-changed")
    return following_page(request, customer_id, form)


@require_POST
def request_settle(request: ActorRequest, request_id: int) -> HttpResponse:
    form = SettleForm(request.POST)
    granted = form.is_valid() and form.cleaned_data["granted"] == "yes"
    waiting = next((each for each in queries.scenario_requests(request.actor) if each.id == request_id), None)
    customer = customers.customer(request.actor, waiting.customer_id if waiting else 0)
    on = creditors.today_of(request.actor, customer.creditor_id)
    actions.settle_request(request.actor, request_id, granted=granted, on=on)
    words = gettext("Granted.") if granted else gettext("Refused.")
    return changed(said(request, following_page(request, customer.id), words), "customer-changed")
