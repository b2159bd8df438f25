"""When registered letters were presented: the date everything after a formal notice runs from."""

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.dunning import actions, queries
from encaisse.dunning.forms import PresentationForm
from encaisse.ui.htmx import changed, panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


@require_safe
def presentations(request: ActorRequest, customer_id: int) -> HttpResponse:
    return presentations_page(request, customer_id)


def presentations_page(request: ActorRequest, customer_id: int, form: PresentationForm | None = None) -> HttpResponse:
    customer = customers.customer(request.actor, customer_id)
    on = creditors.today_of(request.actor, customer.creditor_id)
    context = {
        "customer": customer,
        "letters": queries.registered_letters(request.actor, customer_id),
        "form": form or PresentationForm(initial={"presented_on": on}),
    }
    return panel_or_page(request, "dunning/presentations.html", context, form=form)


@require_POST
def presentation_note(request: ActorRequest, customer_id: int) -> HttpResponse:
    form = PresentationForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.note_presentation(request.actor, **form.cleaned_data)
            words = gettext("Noted: what follows the formal notice runs from this day.")
            return changed(said(request, presentations_page(request, customer_id), words), "customer-changed")
    return presentations_page(request, customer_id, form)
