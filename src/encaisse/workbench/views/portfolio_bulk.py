"""What is done to many customers of the portfolio at once: those ticked, or everyone the filter shows."""

from django.http import HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from encaisse.customers import actions as customer_actions
from encaisse.dunning import actions as dunning
from encaisse.ledger import queries as ledger
from encaisse.ui.htmx import changed, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.forms import AssignForm, BulkForm, BulkHoldForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.rules.portfolio import check_count
from encaisse.workbench.views.portfolio import portfolio_form, portfolio_page


def chosen_customers(request: ActorRequest, form: BulkForm) -> list[int]:
    """Return the customers ticked, or everyone the filter shows, if they are still as many as were looked at."""
    if not form.cleaned_data["everyone"]:
        ticked: list[int] = form.cleaned_data["ids"]
        return ticked
    found = ledger.customers_with_balance(request.actor, filters=portfolio_form(request).filters())
    check_count(len(found), expected=form.cleaned_data["expected"])
    return found


@require_POST
def portfolio_assign(request: ActorRequest) -> HttpResponse:
    """Give the customers chosen to a collector or a salesperson, from today on."""
    form = AssignForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            chosen, on = chosen_customers(request, form), agenda.today_of(request.actor)
            count = customer_actions.assign(request.actor, chosen, on=on, **form.assignment())
            words = ngettext("%(count)s customer changed hands.", "%(count)s customers changed hands.", count) % {"count": count}
            return changed(said(request, portfolio_page(request, AssignForm()), words), "agenda-changed")
    return portfolio_page(request, form)


@require_POST
def portfolio_hold(request: ActorRequest) -> HttpResponse:
    """Hold the customers chosen until a day."""
    form = BulkHoldForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            chosen, on = chosen_customers(request, form), agenda.today_of(request.actor)
            count = dunning.set_holds(request.actor, chosen, on=on, **form.hold())
            words = ngettext("%(count)s customer is held.", "%(count)s customers are held.", count) % {"count": count}
            return changed(said(request, portfolio_page(request, AssignForm()), words), "agenda-changed")
    return portfolio_page(request, form)
