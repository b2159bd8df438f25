"""Trying one's messages on oneself before any customer gets one."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.dunning import actions, queries
from encaisse.dunning.forms import TrialForm
from encaisse.dunning.views.approval import LETTER_POLICY
from encaisse.kit.actor import Permission
from encaisse.kit.phones import is_mobile
from encaisse.kit.refusals import Refusal
from encaisse.messages import queries as outbox
from encaisse.messages.rules import Attempt, Outcome
from encaisse.people.queries import own_card
from encaisse.ui.formats import refusal_text
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


@require_safe
def trial(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Show what one would receive, and what was tried already."""
    return trial_page(request, creditor_id)


def trial_page(request: ActorRequest, creditor_id: int, form: forms.Form | None = None, *, at: str = "") -> HttpResponse:
    """Show the trials; a refusal is said where it was asked for."""
    card, me = outbox.may_try(request.actor, creditor_id), own_card(request.actor)
    initial = {"mobile": me.phone if is_mobile(me.phone) else ""}
    context: dict[str, Any] = {
        "creditor": card, "me": me, "form": form or TrialForm(initial=initial), "at": at, "is_trapped": settings.OUTBOUND != "live",
        "may_go_live": request.actor.may(Permission.DUNNING_RUN) is not None,
        "tried": outbox.tried(request.actor, creditor_id), "has_fax": bool(outbox.fax_pattern(request.actor, creditor_id)),
    }  # fmt: skip
    try:
        on = day_of(request, creditor_id)
        context["mail"] = queries.trial(request.actor, creditor_id, "email", on=on, language="en" if me.language == "en" else "fr")
    except Refusal as refusal:
        context["mail_problem"] = refusal_text(refusal, _)
    return panel_or_page(request, "dunning/trial.html", context, form=form)


def day_of(request: ActorRequest, creditor_id: int) -> date:
    """Return the company's own day; an administrator, who sees no customer, tries it today."""
    if request.actor.may(Permission.CUSTOMER_VIEW):
        return queries.day_of(request.actor, creditor_id)
    return creditors.today_of(request.actor, creditor_id)


def answered(request: ActorRequest, creditor_id: int, attempt: Attempt) -> HttpResponse:
    """Say what the other side answered."""
    sentences = {
        Outcome.ACCEPTED: (_("Sent: look at what arrives, and whether it arrives among the unwanted."), "good"),
        Outcome.TRAPPED: (_("Made and kept here: outside production, or without a gateway, nothing leaves."), "info"),
        Outcome.UNKNOWN: (_("Nobody knows whether it left: %(detail)s"), "warn"),
    }
    words, tone = sentences.get(attempt.outcome, (_("It did not leave: %(detail)s"), "bad"))
    return said(request, redirect("dunning:trial", creditor_id), words % {"detail": _(attempt.detail) if attempt.detail else ""}, tone=tone)


@require_POST
def trial_mail(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Send oneself the e-mail."""
    form = TrialForm({"mobile": ""})
    with refusals_shown_on(form):
        attempt = actions.send_mail_trial(request.actor, creditor_id, on=day_of(request, creditor_id))
        return answered(request, creditor_id, attempt)
    return trial_page(request, creditor_id, form, at="email")


@require_POST
def trial_sms(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Send oneself the SMS."""
    form = TrialForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            on, mobile = day_of(request, creditor_id), form.cleaned_data["mobile"]
            return answered(request, creditor_id, actions.send_sms_trial(request.actor, creditor_id, mobile=mobile, on=on))
    return trial_page(request, creditor_id, form, at="sms")


@require_POST
def trial_fax(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Send oneself the letter by fax."""
    form = TrialForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            on, number = day_of(request, creditor_id), form.cleaned_data["fax"]
            return answered(request, creditor_id, actions.send_fax_trial(request.actor, creditor_id, number=number, on=on))
    return trial_page(request, creditor_id, form, at="fax")


@require_POST
def trial_letter(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Show the letter as it would be printed."""
    form = TrialForm({"mobile": ""})
    with refusals_shown_on(form):
        content = actions.try_letter(request.actor, creditor_id, on=day_of(request, creditor_id))
        headers = {"Content-Disposition": 'inline; filename="essai.pdf"', "Content-Security-Policy": LETTER_POLICY}
        return HttpResponse(content, content_type="application/pdf", headers=headers)
    return trial_page(request, creditor_id, form, at="letter")
