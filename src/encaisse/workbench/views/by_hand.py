"""A message off the scenario: written, looked at, sent."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext

from encaisse.customers.queries import CustomerFile
from encaisse.dunning import queries as dunning
from encaisse.kit.actor import Permission
from encaisse.messages.rules import Template
from encaisse.messages.rules.proofs import proof
from encaisse.messages.rules.sms import plain, sms_length
from encaisse.ui.htmx import panel_or_page, refusals_shown_on
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.actions import send_by_hand
from encaisse.workbench.forms.writing import ByHandForm
from encaisse.workbench.queries import by_hand as writing
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.views.common import customer_of, done

PREVIEW = "preview"


def by_hand(request: ActorRequest, customer_id: int) -> HttpResponse:
    """Show the page to write on, what would leave, or send it."""
    request.actor.must(Permission.ACTION_SEND_TEMPLATE)
    found = customer_of(request, customer_id)
    form, ready = form_of(request, found), None
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            ready = writing.composed(request.actor, found.id, form.draft(), on=agenda.today_of(request.actor, found))
        with refusals_shown_on(form):
            send(request, found, form)
        if not form.errors and request.POST.get("do") != PREVIEW:
            words = (
                gettext("It waits among the deposits of My day.")
                if ready and ready.recipient.is_portal
                else gettext("Message handed over.")
            )
            return done(request, words, customer_id, "agenda-changed")
    return panel_or_page(request, "workbench/by_hand.html", panel(request, found, form, ready), form=form if form.is_bound else None)


def form_of(request: ActorRequest, found: CustomerFile) -> ByHandForm:
    recipients = writing.recipients(request.actor, found)
    if request.method == "POST":
        return ByHandForm(request.POST, recipients=recipients)
    chosen, code = request.GET.get("to", ""), request.GET.get("template", "")
    template = next((each for each in writing.templates_to_start_from(request.actor, found) if each.code == code), None)
    if template is None:
        return ByHandForm(recipients=recipients, initial={"to": chosen})
    subject, body = writing.started_from(request.actor, found, code, on=agenda.today_of(request.actor, found))
    to = fitting(recipients, template, chosen)
    return ByHandForm(recipients=recipients, initial={"to": to, "template_code": code, "subject": subject, "body": body})


def fitting(found: Sequence[writing.Recipient], template: Template, chosen: str) -> str:
    """Return to whom a template goes at first: whoever was chosen, when the channel suits, else the first whom it does."""
    asked = [each for each in found if each.to == chosen]
    suited = [each for each in (*asked, *found) if each.channel in template.channels]
    return next((each.to for each in (*suited, *asked)), "")


def send(request: ActorRequest, found: CustomerFile, form: ByHandForm) -> None:
    """Send what was composed, unless it is only looked at."""
    if not form.errors and request.POST.get("do") != PREVIEW:
        send_by_hand(request.actor, found.id, form.draft(), on=agenda.today_of(request.actor, found))


def panel(request: ActorRequest, found: CustomerFile, form: ByHandForm, ready: writing.Composed | None) -> dict[str, Any]:
    live = dunning.actions_of(request.actor, found.payer_id or found.id, only_live=True) if may_advance(request, found) else []
    words = plain(ready.rendered.text) if ready and ready.recipient.channel == "sms" else ""
    return {
        "customer": found, "form": form, "ready": ready, "step": live[0] if live else None,
        "templates": writing.templates_to_start_from(request.actor, found), "template_code": form["template_code"].value() or "",
        "pages": proof(ready.template, ready.writing.content).pictures if ready and ready.recipient.channel == "letter" else (),
        "sms": sms_length(words) if words else None, "words": words,
    }  # fmt: skip


def may_advance(request: ActorRequest, found: CustomerFile) -> bool:
    return request.actor.passes(Permission.MESSAGE_APPROVE) and found.payer_id in {None, found.id}
