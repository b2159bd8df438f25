"""Objections: noted by a person, and taken back by a person, each told in the audit."""

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from encaisse.customers import actions as customers
from encaisse.customers.queries import AddressCard
from encaisse.customers.queries import contacts as contacts_of
from encaisse.customers.rules.objections import Use
from encaisse.db.clock import now
from encaisse.kit.actor import Permission
from encaisse.kit.refusals import NotFound
from encaisse.ui.htmx import panel_or_page, refusals_shown_on
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.actions.objections import note_objection
from encaisse.workbench.forms.objections import MobileObjectionForm, ObjectionForm
from encaisse.workbench.views.common import customer_of, done
from encaisse.workbench.views.gestures import attempt

HINTS = {
    "mobile": _("No reminder by SMS, or no call, goes to this number any more; the other use stays."),
    "email": _("No reminder goes to this address any more: the step takes another contact or the next channel. A letter still may leave."),
}
ANY = _("No reminder goes there any more.")


@require_http_methods(["GET", "HEAD", "POST"])
def address_objects(request: ActorRequest, customer_id: int, address_id: int) -> HttpResponse:
    """Ask to what a customer objects at an address, and note it."""
    request.actor.must(Permission.CUSTOMER_EDIT_CONTACT)
    found, address = customer_of(request, customer_id), address_of(request, customer_id, address_id)
    asked = MobileObjectionForm if address.channel == "mobile" else ObjectionForm
    form = asked(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            note_objection(request.actor, address_id, uses=form.uses(), words=form.cleaned_data["words"], at=now())
        if not form.errors:
            return done(request, gettext("Objection noted."), customer_id)
    context = {"customer": found, "address": address, "form": form, "hint": HINTS.get(address.channel, ANY)}
    return panel_or_page(request, "workbench/objection.html", context, form=form if form.is_bound else None)


def address_of(request: ActorRequest, customer_id: int, address_id: int) -> AddressCard:
    found = (each for card in contacts_of(request.actor, customer_id, with_left=True) for each in card.addresses if each.id == address_id)
    address = next(found, None)
    if address is None:
        raise NotFound(what=gettext("Address"))
    return address


@require_POST
def address_agrees(request: ActorRequest, customer_id: int, address_id: int) -> HttpResponse:
    """Note that a person takes our messages at an address again, or our SMS."""
    customer_of(request, customer_id)
    use = Use.SMS if request.POST.get("use") == Use.SMS else Use.ADDRESS
    return attempt(request, customer_id, gettext("Address updated."), lambda: customers.agree_again(request.actor, address_id, use=use))
