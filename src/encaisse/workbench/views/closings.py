"""The yearly closing of a customer: every message waits until two working days after it opens again."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from encaisse.customers import actions as customer_actions
from encaisse.customers import queries as customers
from encaisse.kit.actor import Permission
from encaisse.kit.refusals import NotFound
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.forms.closings import ClosingForm
from encaisse.workbench.views.common import customer_of
from encaisse.workbench.views.gestures import Gesture, attempt, gesture


def closing_add(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Note when a customer is closed."""
    found = customer_of(request, customer_id)

    def do(told: dict[str, Any], _chosen: object) -> object:
        return customer_actions.set_closing(request.actor, found.id, **told)

    asked = Gesture(
        form=ClosingForm, do=do, permission=Permission.CUSTOMER_EDIT_CONTACT, title=_("Note a closing"), verb=_("Note the closing"),
        words=gettext("The closing is noted."), hint=_("Every message waits until two working days after the customer opens again."),
    )  # fmt: skip
    return gesture(request, found, asked)


@require_POST
def closing_remove(request: ActorRequest, customer_id: int, closing_id: int) -> HttpResponse:
    """Forget a closing: messages wait for it no more."""
    found = customer_of(request, customer_id)
    if closing_id not in {closing.id for closing in customers.closings(request.actor, found.id)}:
        raise NotFound(what="closing")
    words = gettext("The closing is removed.")
    return attempt(request, customer_id, words, lambda: customer_actions.remove_closing(request.actor, closing_id))
