"""How a company is watched: everything to approve or not, its caps, and a letter with its letterhead."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.dunning import actions, queries
from encaisse.dunning.forms import CapsForm
from encaisse.dunning.queries.composing import creditor_block
from encaisse.dunning.views.approval import LETTER_POLICY
from encaisse.kit.actor import Permission
from encaisse.messages import queries as outbox
from encaisse.messages.rules import Language, letter_pdf, sample
from encaisse.messages.rules import render as written_out
from encaisse.people import queries as people
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest

LETTER = "CEO_LETTER"


@require_safe
def creditor_rules(request: ActorRequest, creditor_id: int) -> HttpResponse:
    return rules_page(request, creditor_id)


def rules_page(request: ActorRequest, creditor_id: int, refused: CapsForm | None = None) -> HttpResponse:
    card = creditors.may_edit(request.actor, creditor_id)
    caps = queries.own_caps(request.actor, creditor_id)
    watch = queries.supervised(request.actor).get(creditor_id)
    forms = [CapsForm(caps=[each for each in caps if each.for_consumers is consumers], consumers=consumers) for consumers in (False, True)]
    if refused is not None:
        forms[refused.consumers] = refused
    context = {
        "card": card, "forms": forms, "watch": watch,
        "by": people.people(request.actor, [watch.begun_by]) if watch and watch.begun_by else {},
        "is_joint": queries.is_joint(request.actor, creditor_id),
        "may_end": request.actor.may(Permission.SCENARIO_EDIT), "may_begin": request.actor.may(Permission.DUNNING_RUN),
    }  # fmt: skip
    return panel_or_page(request, "dunning/creditor_rules.html", context, form=refused)


@require_POST
def caps_set(request: ActorRequest, creditor_id: int) -> HttpResponse:
    consumers = request.POST.get("consumers") == "1"
    caps = [each for each in queries.own_caps(request.actor, creditor_id) if each.for_consumers is consumers]
    form = CapsForm(request.POST, caps=caps, consumers=consumers)
    if form.is_valid():
        with refusals_shown_on(form):
            on = queries.day_of(request.actor, creditor_id)
            actions.set_caps(request.actor, creditor_id, for_consumers=consumers, caps=form.cleaned_data, on=on)
            return said(request, redirect("dunning:creditor_rules", creditor_id), gettext("The caps are kept: the next run follows them."))
    return rules_page(request, creditor_id, form)


@require_POST
def supervision(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Let everything wait for a person, or trust the scenarios again."""
    back = redirect("dunning:creditor_rules", creditor_id)
    if request.POST.get("supervised") == "yes":
        actions.supervise(request.actor, creditor_id)
        return said(request, back, gettext("From now on everything waits for a person’s approval."))
    actions.end_supervision(request.actor, creditor_id)
    return said(request, back, gettext("The scenarios are trusted again: what they call automatic leaves by itself from the next run on."))


@require_POST
def joint_set(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Share one message with the other companies that chose it, or no longer."""
    joint = request.POST.get("joint") == "yes"
    actions.set_joint(request.actor, creditor_id, joint=joint)
    shared = gettext("From the next run on its reminders share one message with the other companies’.")
    words = shared if joint else gettext("This company writes by itself again.")
    return said(request, redirect("dunning:creditor_rules", creditor_id), words)


@require_safe
@xframe_options_sameorigin
def letterhead(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Show a letter as this company's customers receive it, to an invented customer."""
    card = creditors.may_edit(request.actor, creditor_id)
    language: Language = "en" if request.actor.language == "en" else "fr"
    content = replace(sample(language), creditor=creditor_block(request.actor, card))
    pdf = letter_pdf(written_out(outbox.template(request.actor, LETTER, language), content), content)
    headers = {"Content-Disposition": 'inline; filename="en-tete.pdf"', "Content-Security-Policy": LETTER_POLICY}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
