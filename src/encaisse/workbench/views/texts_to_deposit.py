"""Texts a person wrote for a customer's portal: shown to be pasted there, and what came of it."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from encaisse.dunning import actions as dunning
from encaisse.dunning import queries
from encaisse.dunning.rules.deposits import DepositResult
from encaisse.kit.actor import Permission
from encaisse.kit.refusals import NotFound
from encaisse.ui.htmx import panel_or_page, refusals_shown_on
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.forms.portals import DepositForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.views.common import customer_of
from encaisse.workbench.views.deposits import noted
from encaisse.workbench.views.gestures import attempt

NOTED = {
    DepositResult.DEPOSITED: lambda: gettext("Deposited: its ticket is on the timeline."),
    DepositResult.DOWN: lambda: gettext("Noted: it comes back the next working day."),
    DepositResult.REFUSED: lambda: gettext("Noted: the portal refused it, its words are on the timeline."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def text_deposit(request: ActorRequest, customer_id: int, text_id: int) -> HttpResponse:
    """Show a text to deposit, or note what came of it."""
    request.actor.must(Permission.ACTION_CREATE)
    found, prepared = customer_of(request, customer_id), queries.text_to_deposit(request.actor, text_id)
    if prepared.row.customer_id != found.id:
        raise NotFound(what="deposit")
    if request.POST.get("do") == "withdraw":
        return attempt(request, found.id, gettext("Withdrawn."), lambda: dunning.withdraw_text(request.actor, text_id))
    today = agenda.today_of(request.actor, found)
    form = DepositForm(request.POST) if request.method == "POST" else DepositForm(initial={"result": DepositResult.DEPOSITED.value})
    if form.is_bound and form.is_valid():
        with refusals_shown_on(form):
            dunning.note_text_deposit(request.actor, text_id, form.word(), on=today)
        if not form.errors:
            return noted(request, found, NOTED[form.cleaned_data["result"]]())
    context: dict[str, Any] = {"customer": found, "deposit": prepared, "text": prepared.row, "form": form}
    return panel_or_page(request, "workbench/text_deposit.html", context, form=form if form.is_bound else None)
