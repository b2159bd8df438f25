"""The dial button of the call cockpit."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from encaisse.customers import queries as customers
from encaisse.kit.refusals import NotFound, gettext_noop
from encaisse.messages import actions as outbox
from encaisse.messages.rules import Outcome
from encaisse.ui.htmx import said, wants_panel
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.templatetags.workbench import phone
from encaisse.workbench.views.common import customer_of

SPOKEN = frozenset({"phone", "mobile"})
ANSWERS = {
    Outcome.ACCEPTED: (gettext_noop("Your telephone rings: pick up, %(number)s is then called."), "good"),
    Outcome.TRAPPED: (gettext_noop("Outside production nobody is rung: %(number)s would have been called."), "info"),
}


@require_POST
def dial(request: ActorRequest, customer_id: int, address_id: int) -> HttpResponse:
    """Ring one's own telephone, then the customer's; say it, or say why not."""
    found = customer_of(request, customer_id)
    known = {address.id: address for contact in customers.contacts(request.actor, found.id) for address in contact.addresses}
    address = known.get(address_id)
    if address is None or address.channel not in SPOKEN:
        raise NotFound(what="number")
    attempt = outbox.dial(request.actor, address.address)
    back = HttpResponse(status=204) if wants_panel(request) else redirect("workbench:call", customer_id)
    words, tone = ANSWERS.get(attempt.outcome, ("", "bad"))
    if not words:
        detail = attempt.detail or attempt.outcome.value
        return said(request, back, gettext("The exchange did not dial: %(detail)s. Dial by hand.") % {"detail": detail}, tone="bad")
    return said(request, back, gettext(words) % {"number": phone(address.address)}, tone=tone)
