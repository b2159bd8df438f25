"""What postal providers answered: the files read, the lines that could not be taken, and a file given by hand."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from encaisse.creditors import queries as creditors
from encaisse.dunning import actions, queries
from encaisse.dunning.forms.letters import PostalReturnForm
from encaisse.kit.actor import Permission
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
def postal_returns(request: ActorRequest) -> HttpResponse:
    rows = queries.postal_returns(request.actor)
    form = PostalReturnForm(request.POST or None, request.FILES or None, companies=creditors.creditors_in_reach(request.actor))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_shown_on(form):
            taken = actions.take_postal_return(request.actor, form.cleaned_data["creditor_id"], file.name, file.read())
            words = gettext("%(noted)s noted, %(known)s known already, %(findings)s not taken.") % {
                "noted": taken.noted, "known": taken.known, "findings": len(taken.findings),
            }  # fmt: skip
            return said(request, redirect("dunning:postal_returns"), words, tone="warn" if taken.findings else "good")
    context = {"returns": rows, "form": form, "may_take": request.actor.passes(Permission.ACTION_CREATE)}
    return panel_or_page(request, "dunning/postal_returns.html", context, form=form)
