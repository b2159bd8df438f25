"""How the letters of a company leave: printed here, or handed to a postal provider."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from encaisse.messages import actions, queries
from encaisse.messages.forms.channels import LetterRouteForm
from encaisse.messages.rules.postal import LetterRoute
from encaisse.messages.views.channels import may_connect
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
def letter_route(request: ActorRequest, creditor_id: int) -> HttpResponse:
    creditor, kept = queries.may_look(request.actor, creditor_id), queries.route_card(request.actor, creditor_id)
    form = LetterRouteForm(request.POST or None, initial=LetterRouteForm.values(kept.route if kept else LetterRoute()))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            actions.save_letter_route(request.actor, creditor_id, form.route())
            return said(request, redirect("messages:letter_route", creditor_id), _("How letters leave is saved."))
    context = {"creditor": creditor, "kept": kept, "form": form, "may_connect": may_connect(request)}
    return panel_or_page(request, "messages/letter_route.html", context, form=form)
