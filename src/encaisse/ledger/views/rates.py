"""Rates of late interest: what is known, what is missing, and a new half-year entered with its source."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from encaisse.db.clock import today
from encaisse.kit.actor import Permission
from encaisse.ledger import actions, queries
from encaisse.ledger.forms import RatesForm
from encaisse.ledger.rules.rates import DEFAULT_POINTS, FLOOR_FACTOR, PUBLIC_POINTS, missing_half_years
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest

SHOWN = 12


@require_http_methods(["GET", "HEAD", "POST"])
def rates(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.SETTINGS_EDIT)
    known = queries.rates(request.actor)
    missing = missing_half_years(known, on=today())
    form = RatesForm(request.POST or None, initial={"starts_on": missing[-1] if missing else None})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            actions.enter_rates(request.actor, **form.cleaned_data)
            return said(request, redirect("ledger:rates"), _("The rates are entered: texts made from now on use them."))
    rows = [known[start] for start in sorted(known, reverse=True)][:SHOWN]
    context = {
        "form": form, "missing": missing, "entered": queries.entered_rates(request.actor)[:SHOWN],
        "rows": [
            (row, None if row.ecb is None else row.ecb + DEFAULT_POINTS, None if row.ecb is None else row.ecb + PUBLIC_POINTS,
             None if row.legal_professional is None else FLOOR_FACTOR * row.legal_professional)
            for row in rows
        ],
    }  # fmt: skip
    return panel_or_page(request, "ledger/rates.html", context, form=form)
