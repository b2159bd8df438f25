"""What a creditor encloses with its reminders: one small form by creditor."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from encaisse.creditors import queries as creditors
from encaisse.dunning import actions, queries
from encaisse.dunning.forms.enclosures import EnclosuresForm
from encaisse.kit.actor import Permission
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


def enclosures(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Show or change from which level on the copies of invoices go with reminders."""
    request.actor.must(Permission.SCENARIO_EDIT)
    creditor = creditors.creditor(request.actor, creditor_id)
    policy = queries.enclosure_policy(request.actor, creditor_id)
    form = EnclosuresForm(
        request.POST or None, request.FILES or None, initial={"from_level": policy.from_level, "limit_mb": policy.limit_mb}
    )
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            actions.set_enclosures(request.actor, creditor_id, **form.chosen())
            if terms := form.cleaned_data["terms"]:
                actions.set_terms(request.actor, creditor_id, name=terms.name, content=terms.read())
            elif form.cleaned_data.get("without_terms"):
                actions.remove_terms(request.actor, creditor_id)
            return said(request, redirect("dunning:enclosures", creditor_id), _("Enclosures saved."))
    if policy.terms is None:
        del form.fields["without_terms"]
    context = {"form": form, "creditor": creditor, "terms": policy.terms}
    return panel_or_page(request, "dunning/enclosures.html", context, form=form if form.is_bound else None)
