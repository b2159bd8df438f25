"""The fax gateway of a company: the address pattern its provider gives."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from encaisse.messages import actions, queries
from encaisse.messages.forms.channels import FaxForm
from encaisse.messages.views.channels import may_connect
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
def fax_gateway(request: ActorRequest, creditor_id: int) -> HttpResponse:
    creditor, kept = queries.may_look(request.actor, creditor_id), queries.fax_card(request.actor, creditor_id)
    form = FaxForm(request.POST or None, initial={"pattern": kept.pattern if kept else ""})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            actions.save_fax_gateway(request.actor, creditor_id, form.cleaned_data["pattern"].strip())
            return said(request, redirect("messages:fax_gateway", creditor_id), _("The fax gateway is saved."))
    context = {"creditor": creditor, "kept": kept, "form": form, "may_connect": may_connect(request)}
    return panel_or_page(request, "messages/fax_gateway.html", context, form=form)
