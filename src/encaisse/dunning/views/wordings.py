"""The text of one draft, edited before it leaves: the words, the message as it would leave, and back to the template."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from encaisse.dunning import actions, queries
from encaisse.dunning.forms.wordings import WordingForm
from encaisse.dunning.rules.wordings import Wording, check_editable, tidy
from encaisse.dunning.views.approval import draft_context
from encaisse.kit.actor import Permission
from encaisse.kit.refusals import Refusal
from encaisse.ui.formats import refusal_text
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said, wants_panel
from encaisse.ui.requests import ActorRequest


@require_http_methods(["GET", "POST"])
def draft_wording(request: ActorRequest, action_id: int) -> HttpResponse:
    """Edit the text of a draft; `look` shows it as it would leave, without keeping it."""
    request.actor.must(Permission.MESSAGE_APPROVE)
    view = queries.action(request.actor, action_id)
    try:
        check_editable(channel=view.channel, level=view.level, state=view.state)
    except Refusal as refusal:
        return draft_again(request, action_id, refusal_text(refusal, gettext), tone="bad")
    text = queries.draft_text(request.actor, action_id)
    started = {"subject": text.template.subject, "body": text.template.body, "signature": text.signature}
    form = WordingForm(request.POST or None, initial=started)
    if form.is_valid() and "look" not in request.POST:
        with refusals_shown_on(form):
            actions.word_draft(request.actor, action_id, **form.cleaned_data)
            return draft_again(request, action_id, gettext("Kept: this text is what will leave."))
    context = {"action": view, "text": text, "form": form} | looked_at(request, form, action_id)
    return panel_or_page(request, "dunning/wording.html", context, form=form if form.is_bound else None)


def looked_at(request: ActorRequest, form: WordingForm, action_id: int) -> dict[str, Any]:
    """Return the message as it would leave with the words typed, or what forbids it."""
    if not form.is_bound or not form.is_valid():
        return {}
    view = queries.action(request.actor, action_id)
    text = queries.draft_text(request.actor, action_id)
    words = Wording(view.step_key, text.original.language, form.cleaned_data["subject"], tidy(form.cleaned_data["body"]))
    shown = queries.preview(request.actor, action_id, on=queries.day_of(request.actor, view.creditor_id), wording=words)
    return {"shown": shown, "problems": [refusal_text(problem, gettext) for problem in shown.problems]}


@require_POST
def draft_unword(request: ActorRequest, action_id: int) -> HttpResponse:
    """Go back to the template's text."""
    try:
        actions.unword_draft(request.actor, action_id)
    except Refusal as refusal:
        return draft_again(request, action_id, refusal_text(refusal, gettext), tone="bad")
    return draft_again(request, action_id, gettext("Back to the template’s text."))


def draft_again(request: ActorRequest, action_id: int, words: str, *, tone: str = "good") -> HttpResponse:
    """Show the draft as it now stands."""
    if not wants_panel(request):
        return said(request, redirect("dunning:draft", action_id), words, tone=tone)
    return said(request, panel_or_page(request, "dunning/draft.html", draft_context(request, action_id)), words, tone=tone)
