"""Departures: the one a mail announces confirmed, from the reply or from the file."""

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from encaisse.kit.refusals import Refusal
from encaisse.ui.formats import refusal_text
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.actions.departures import confirm_departure
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries import replies as queries
from encaisse.workbench.views.common import customer_of
from encaisse.workbench.views.gestures import attempt, complained
from encaisse.workbench.views.replies import to_next


@require_POST
def departure_confirm(request: ActorRequest, customer_id: int, mail_id: int) -> HttpResponse:
    """Note the departure a mail of the customer announces, from the file."""
    today = agenda.today_of(request.actor, customer_of(request, customer_id))
    return attempt(
        request, customer_id, gettext("Departure noted."),
        lambda: confirm_departure(request.actor, customer_id, mail_id, with_successor="with_successor" in request.POST, on=today),
    )  # fmt: skip


@require_POST
def reply_departure(request: ActorRequest, mail_id: int) -> HttpResponse:
    """Note the departure a mail announces, and go on with the next reply."""
    customer = queries.reply(request.actor, mail_id).customer
    today, following = agenda.today_of(request.actor, customer), queries.next_reply(request.actor, after=mail_id)
    try:
        confirm_departure(request.actor, customer.id, mail_id, with_successor="with_successor" in request.POST, on=today)
    except Refusal as refusal:
        return complained(request, refusal_text(refusal, gettext), customer.id)
    return to_next(request, gettext("Departure noted."), following)
