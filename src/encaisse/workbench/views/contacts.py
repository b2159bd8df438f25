"""Contacts of a customer: who to reach, where, and whether it still reaches."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from encaisse.customers import actions as customer_actions
from encaisse.customers import queries as customers
from encaisse.customers.queries import ContactCard, CustomerFile
from encaisse.kit.actor import Permission
from encaisse.kit.refusals import NotFound
from encaisse.ui.htmx import panel_or_page, refusals_shown_on
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.forms import ContactForm, HealthForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.views.common import customer_of, done, powers
from encaisse.workbench.views.gestures import attempt, complained

CHANNELS = ("email", "phone", "mobile", "fax")


def contact_add(request: ActorRequest, customer_id: int) -> HttpResponse:
    request.actor.must(Permission.CUSTOMER_EDIT_CONTACT)
    found = customer_of(request, customer_id)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            customer_actions.add_contact(request.actor, customer_id, form.new_contact())
        if not form.errors:
            return done(request, gettext("Contact added."), customer_id)
    return shown(request, found, form, None)


def contact_edit(request: ActorRequest, customer_id: int, contact_id: int) -> HttpResponse:
    request.actor.must(Permission.CUSTOMER_EDIT_CONTACT)
    found, card = customer_of(request, customer_id), contact_of(request, customer_id, contact_id)
    form = ContactForm(request.POST) if request.method == "POST" else ContactForm(initial=as_typed(card))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            change(request, card, form)
        if not form.errors:
            return done(request, gettext("Contact changed."), customer_id)
    return shown(request, found, form, card)


def shown(request: ActorRequest, found: CustomerFile, form: ContactForm, card: ContactCard | None) -> HttpResponse:
    context = {"customer": found, "form": form, "contact": card, "powers": powers(request.actor)}
    return panel_or_page(request, "workbench/contact.html", context, form=form if form.is_bound else None)


@require_POST
def contact_back(request: ActorRequest, customer_id: int, contact_id: int) -> HttpResponse:
    """Note that a contact is there again."""
    contact_of(request, customer_id, contact_id)
    return attempt(request, customer_id, gettext("Contact changed."), lambda: customer_actions.contact_back(request.actor, contact_id))


def contact_of(request: ActorRequest, customer_id: int, contact_id: int) -> ContactCard:
    card = next((card for card in customers.contacts(request.actor, customer_id, with_left=True) if card.id == contact_id), None)
    if card is None:
        raise NotFound(what=gettext("Contact"))
    return card


def as_typed(card: ContactCard) -> dict[str, Any]:
    """Return a contact as its form shows it: the first usable address of each channel."""
    names = ("first_name", "name", "salutation", "duty", "is_main", "back_on", "stand_in")
    typed: dict[str, Any] = {name: getattr(card, name) for name in names}
    for channel in CHANNELS:
        typed[channel] = next((each.address for each in card.addresses if each.channel == channel and each.is_usable), "")
    return typed


def change(request: ActorRequest, card: ContactCard, form: ContactForm) -> None:
    """Change a contact; an address typed anew takes the place of the one shown."""
    customer_actions.update_contact(request.actor, card.id, **form.values())
    change_absence(request, card, form)
    before = as_typed(card)
    for channel in CHANNELS:
        typed = form.cleaned_data[channel]
        if not typed or typed == before[channel]:
            continue
        old = next((each for each in card.addresses if each.channel == channel and each.address == before[channel]), None)
        if old is None:
            customer_actions.add_address(request.actor, card.id, channel=channel, address=typed)
        else:
            customer_actions.replace_address(request.actor, old.id, typed)


def change_absence(request: ActorRequest, card: ContactCard, form: ContactForm) -> None:
    back_on, stand_in = form.cleaned_data["back_on"], form.cleaned_data["stand_in"]
    if (back_on, stand_in) == (card.back_on, card.stand_in):
        return
    if back_on is None:
        customer_actions.contact_back(request.actor, card.id)
        return
    today = agenda.today_of(request.actor, customer_of(request, card.customer_id))
    customer_actions.contact_away(request.actor, card.id, back_on=back_on, on=today, stand_in=stand_in)


@require_POST
def contact_left(request: ActorRequest, customer_id: int, contact_id: int) -> HttpResponse:
    today = agenda.today_of(request.actor, customer_of(request, customer_id))
    return attempt(
        request, customer_id, gettext("Noted: this contact has left."),
        lambda: customer_actions.contact_left(request.actor, contact_id, on=today),
    )  # fmt: skip


@require_POST
def address_health(request: ActorRequest, customer_id: int, address_id: int) -> HttpResponse:
    """Say whether an address still reaches."""
    request.actor.must(Permission.CUSTOMER_EDIT_CONTACT)
    today = agenda.today_of(request.actor, customer_of(request, customer_id))
    form = HealthForm(request.POST)
    if not form.is_valid():
        return complained(request, gettext("Choose whether the address reaches."), customer_id)
    health = form.cleaned_data["health"]
    return attempt(
        request, customer_id, gettext("Address updated."),
        lambda: customer_actions.set_health(request.actor, address_id, health=health, on=today, reason="noted by a person"),
    )  # fmt: skip
