"""The words of a template being typed, shown at once on a real customer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from encaisse.kit.actor import Permission
from encaisse.kit.refusals import Refusal
from encaisse.messages import actions as outbox
from encaisse.messages import queries as messages
from encaisse.messages.forms import TemplateForm
from encaisse.messages.rules import Template, requirements
from encaisse.messages.rules.proofs import proof
from encaisse.ui.formats import refusal_text
from encaisse.ui.requests import ActorRequest
from encaisse.workbench.queries.day import today_of
from encaisse.workbench.queries.proofs import Sitter, sitter


@require_POST
def template_proof(request: ActorRequest, code: str) -> HttpResponse:
    request.actor.must(Permission.ACTION_SEND_TEMPLATE, mode=None)
    form = TemplateForm(request.POST)
    template = messages.template(request.actor, code, "en" if request.GET.get("language") == "en" else "fr")
    template = form.written(template) if form.is_valid() else template
    shown_on = sitter(request.actor, template, request.POST.get("about", ""), on=today_of(request.actor))
    return render(request, "messages/partials/template_preview.html", drawn(request, template, shown_on))


def drawn(request: ActorRequest, template: Template, shown_on: Sitter) -> dict[str, Any]:
    context: dict[str, Any] = {
        "template": template,
        "sitter": shown_on,
        "about": request.POST.get("about", ""),
        "requirements": requirements(template),
    }
    try:
        seen = proof(template, shown_on.content)
    except Refusal as refusal:
        return context | {"refusal": refusal_text(refusal, _)}
    is_mail = not seen.pages and seen.sms is None
    return context | {"proof": seen, "draft": outbox.keep_drawn(request.actor, seen.rendered.html) if is_mail else ""}
