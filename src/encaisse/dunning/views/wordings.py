"""The text of one draft, edited before it leaves: the words, the message as it would leave, and back to the template."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST

from encaisse.dunning import actions, queries
from encaisse.dunning.forms.wordings import WordingForm
from encaisse.dunning.rules.wordings import Wording, check_editable, check_wording, tidy
from encaisse.dunning.views.approval import MAIL_POLICY, draft_context
from encaisse.kit.actor import Permission
from encaisse.kit.refusals import Refusal
from encaisse.ui.formats import refusal_text
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said, wants_panel
from encaisse.ui.requests import ActorRequest

MUST_STAY = _("This part stays as it is: write around it.")


@require_http_methods(["GET", "POST"])
def draft_wording(request: ActorRequest, action_id: int) -> HttpResponse:
    """Edit the text of a draft; `look` shows it as it would leave, without keeping it."""
    request.actor.must(Permission.MESSAGE_APPROVE)
    view = queries.action(request.actor, action_id)
    try:
        check_editable(channel=view.channel, level=view.level, state=view.state)
    except Refusal as refusal:
        return draft_again(request, action_id, refusal_text(refusal, gettext), tone="bad")
    text = queries.draft_text(request.actor, action_id, on=queries.day_of(request.actor, view.creditor_id))
    form = WordingForm(request.POST or None, initial=started(text))
    if form.is_valid() and "look" not in request.POST:
        with refusals_shown_on(form):
            actions.word_draft(request.actor, action_id, **form.cleaned_data)
            return draft_again(request, action_id, gettext("Kept: this text is what will leave."))
    looked: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        text = typed(text, form)
        looked = looked_at(request, text, view)
    context = {"action": view, "text": text, "form": form, "must_stay": MUST_STAY} | looked
    return panel_or_page(request, "dunning/wording.html", context, form=form if form.is_bound else None)


def started(text: queries.DraftText) -> dict[str, str]:
    return {"subject": text.template.subject, "body": text.template.body, "signature": text.signature}


def typed(text: queries.DraftText, form: WordingForm) -> queries.DraftText:
    """Return the draft with the words typed, without keeping them."""
    return text.typed(form.cleaned_data["subject"], tidy(form.cleaned_data["body"]))


def looked_at(request: ActorRequest, text: queries.DraftText, view: queries.ActionView) -> dict[str, Any]:
    """Return the message as it would leave with the words typed, or what forbids it."""
    shown = typed_preview(request, text, view)
    return {"shown": shown, "problems": [refusal_text(problem, gettext) for problem in shown.problems]}


def typed_preview(request: ActorRequest, text: queries.DraftText, view: queries.ActionView) -> queries.Preview:
    """Make the message with the words typed."""
    words = Wording(view.step_key, text.original.language, text.template.subject, text.template.body)
    return queries.preview(request.actor, view.id, on=queries.day_of(request.actor, view.creditor_id), wording=words)


def forbidden(text: queries.DraftText) -> list[Refusal]:
    """Return why the words typed could not be kept."""
    try:
        check_wording(text.template, text.original, is_consumer=text.content.customer.kind == "consumer")
    except Refusal as refusal:
        return [refusal]
    return []


@require_POST
@xframe_options_sameorigin
def draft_look(request: ActorRequest, action_id: int) -> HttpResponse:
    """Give the message as it would leave with the words typed, for the frame beside them; or what forbids it."""
    request.actor.must(Permission.MESSAGE_APPROVE)
    form, view = WordingForm(request.POST), queries.action(request.actor, action_id)
    refusals = [error for errors in form.errors.values() for error in errors]
    if form.is_valid():
        text = typed(queries.draft_text(request.actor, action_id, on=queries.day_of(request.actor, view.creditor_id)), form)
        shown = typed_preview(request, text, view)
        problems = [*shown.problems, *forbidden(text)]
        if not problems:
            return HttpResponse(shown.html, headers={"Content-Security-Policy": MAIL_POLICY})
        refusals = [refusal_text(problem, gettext) for problem in problems]
    response = render(request, "dunning/look_refused.html", {"refusals": refusals})
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


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
