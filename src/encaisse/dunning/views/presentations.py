"""Registered letters: their number, what the post says of them, and the proof; after a formal notice, dates run from the presentation."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.dunning import actions, queries
from encaisse.dunning.forms import PresentationForm
from encaisse.dunning.forms.letters import CorrectionForm
from encaisse.files.queries import content
from encaisse.kit.actor import Permission
from encaisse.kit.refusals import NotFound
from encaisse.ui.downloads import as_download
from encaisse.ui.htmx import changed, panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


@require_safe
def awaited(request: ActorRequest) -> HttpResponse:
    """List the registered letters on their way, so that whoever opens the post's answers notes them one after the other."""
    return render(request, "dunning/awaited_letters.html", {"letters": queries.awaited_letters(request.actor)})


@require_safe
def presentation_proof(request: ActorRequest, customer_id: int, fact_id: int) -> HttpResponse:
    name, sha256 = queries.letter_proof(request.actor, customer_id, fact_id)
    return as_download(content(request.actor, sha256), name)


@require_safe
def presentations(request: ActorRequest, customer_id: int) -> HttpResponse:
    return presentations_page(request, customer_id)


def presentations_page(request: ActorRequest, customer_id: int, form: PresentationForm | None = None) -> HttpResponse:
    customer = customers.customer(request.actor, customer_id)
    on = creditors.today_of(request.actor, customer.creditor_id)
    letters = queries.registered_letters(request.actor, customer_id)
    context = {
        "customer": customer,
        "letters": [(letter, form_of(letter.action_id, refused=form, on=on)) for letter in letters],
        "powers_note": request.actor.may(Permission.ACTION_CREATE),
    }
    return panel_or_page(request, "dunning/presentations.html", context, form=form)


def form_of(action_id: int, *, refused: PresentationForm | None, on: date) -> PresentationForm:
    """Return the form of one letter: the one refused, if it was about this letter."""
    if refused is not None and refused.errors and refused.data.get("action_id") == str(action_id):
        return refused
    return PresentationForm(initial={"presented_on": on}, auto_id=f"id_{action_id}_%s")


def presentation_correct(request: ActorRequest, customer_id: int, fact_id: int) -> HttpResponse:
    """Correct a word of the post noted wrongly, or say that it was never said."""
    customer = customers.customer(request.actor, customer_id)
    fact = next((each for each in queries.letter_facts(request.actor, customer_id, limit=1000) if each.id == fact_id), None)
    if fact is None:
        raise NotFound(what="letter")
    form = CorrectionForm(request.POST or None, initial={"do": "restate", "outcome": fact.outcome, "on": fact.on})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            actions.correct_letter_fact(request.actor, fact_id, **form.correction())
            words = gettext("Corrected: what follows is decided again.")
            return changed(said(request, redirect("dunning:presentations", customer_id), words), "customer-changed")
    return panel_or_page(request, "dunning/presentation_correct.html", {"customer": customer, "fact": fact, "form": form}, form=form)


@require_POST
def presentation_note(request: ActorRequest, customer_id: int) -> HttpResponse:
    form = PresentationForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.note_presentation(request.actor, **form.cleaned_data)
            words = gettext("Noted. What follows a formal notice runs from the day it was first presented.")
            return changed(said(request, presentations_page(request, customer_id), words), "customer-changed")
    return presentations_page(request, customer_id, form)
