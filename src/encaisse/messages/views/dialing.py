"""The telephone exchange, set up once; and one's own telephone."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from encaisse.messages import actions, queries
from encaisse.messages.forms.channels import DialerForm, ExtensionForm
from encaisse.messages.rules.dialing import BadExtension
from encaisse.messages.views.channels import may_connect
from encaisse.ui.formats import refusal_text
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
def dialer(request: ActorRequest) -> HttpResponse:
    """Show how the exchange is asked to dial, and change it."""
    kept = queries.dialer_card(request.actor)
    values = DialerForm.values(kept.call) if kept else {"method": "GET", "body_kind": "none"}
    form = DialerForm(request.POST or None, initial=values, is_kept=kept is not None and kept.has_secret)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            actions.save_dialer(request.actor, form.call())
            return said(request, redirect("messages:dialer"), _("The exchange is saved: each colleague now gives their own telephone."))
    return panel_or_page(request, "messages/dialer.html", {"kept": kept, "form": form, "may_connect": may_connect(request)}, form=form)


@require_POST
def dialer_remove(request: ActorRequest) -> HttpResponse:
    actions.remove_dialer(request.actor)
    return said(request, redirect("messages:dialer"), _("The exchange is removed: numbers open each person’s own telephone program."))


@require_POST
def own_extension(request: ActorRequest) -> HttpResponse:
    """Keep one's own telephone."""
    form, back = ExtensionForm(request.POST), redirect("messages:own_sender")
    try:
        actions.set_own_extension(request.actor, form.cleaned_data["extension"] if form.is_valid() else "?" * 33)
    except BadExtension as refusal:
        return said(request, back, refusal_text(refusal, _), tone="bad")
    return said(request, back, _("Your telephone is saved."))
