"""How a customer pays: a lazy panel of the file, and what a person says of its usual payment day."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from encaisse.creditors import queries as creditors
from encaisse.kit.actor import Permission
from encaisse.ledger import queries as ledger
from encaisse.ui.formats import day_text
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.actions import confirm_payment_day, drop_payment_day
from encaisse.workbench.forms.writing import PaymentDayForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries.paying import Paying
from encaisse.workbench.queries.paying import paying as paying_of
from encaisse.workbench.views.common import customer_of, panel_only, powers
from encaisse.workbench.views.gestures import attempt, complained


@require_GET
def paying(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Show twelve months of payments in one currency as bars, in words and as a table; the one most is owed in by default."""
    request.actor.must(Permission.INVOICE_VIEW)
    found = customer_of(request, customer_id)
    balances = sorted(ledger.balance_of(request.actor, customer_id), key=lambda row: -row.open_amount)
    currencies = [row.currency for row in balances] or [creditors.creditor(request.actor, found.creditor_id).currency]
    currency = request.GET["currency"] if request.GET.get("currency") in currencies else currencies[0]
    told = paying_of(request.actor, found, currency=currency, on=agenda.today_of(request.actor, found))
    context = {"customer": found, "paying": told, "chart": chart(told), "powers": powers(request.actor), "currencies": currencies}
    return panel_only(request, "workbench/file_paying.html", context, customer_id)


def chart(told: Paying) -> dict[str, Any]:
    return {
        "kind": "bars",
        "labels": [day_text(month.month, "MMM") for month in told.months],
        "series": [
            {"name": gettext("Invoiced"), "values": [float(month.invoiced_amount) for month in told.months], "colour": "age-2"},
            {"name": gettext("Received"), "values": [float(month.received_amount) for month in told.months], "colour": "good"},
        ],
        "unit": told.currency,
    }


@require_POST
def payment_day(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Confirm or drop the usual payment day."""
    request.actor.must(Permission.CUSTOMER_EDIT_CONTACT)
    today, form = agenda.today_of(request.actor, customer_of(request, customer_id)), PaymentDayForm(request.POST)
    if not form.is_valid():
        return complained(request, gettext("Choose a day of the month, from 1 to 31."), customer_id)
    day, is_kept = form.cleaned_data["day"], form.cleaned_data["verdict"] == "confirm"
    words = gettext("Usual payment day confirmed.") if is_kept else gettext("Usual payment day dropped.")
    act = confirm_payment_day if is_kept else drop_payment_day
    return attempt(request, customer_id, words, lambda: act(request.actor, customer_id, day=day, on=today))
