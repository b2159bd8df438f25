from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from encaisse.messages import actions, queries
from encaisse.messages.forms import ChosenForm, PrintForm
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


@require_safe
def letters(request: ActorRequest) -> HttpResponse:
    return letters_page(request, ChosenForm())


def letters_page(request: ActorRequest, form: ChosenForm, *, bound: int | None = None) -> HttpResponse:
    context = {
        "form": form,
        "bound": bound,
        "to_print": queries.letters_to_print(request.actor),
        "to_post": queries.letters_to_post(request.actor),
        "handed": queries.letters_handed(request.actor),
        "has_provider": bool(queries.provider_routes(request.actor)),
        "prints_both_sides": bool(queries.duplex_creditors(request.actor)),
        "batches": queries.batches(request.actor),
    }
    return panel_or_page(request, "messages/letters.html", context, form=form, then="messages:letters")


@require_POST
def letters_print(request: ActorRequest) -> HttpResponse:
    """Bind the ticked letters in one file and mark them printed."""
    form = PrintForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            batch_id = actions.print_letters(request.actor, form.ids, duplex=form.cleaned_data["duplex"])
            count = queries.batch(request.actor, batch_id).letter_count
            words = ngettext(
                "%(count)s letter is bound: open the file and print it.", "%(count)s letters are bound: open the file and print it.", count
            )
            return said(request, letters_page(request, ChosenForm(), bound=batch_id), words % {"count": count})
    return letters_page(request, form)


@require_POST
def letters_posted(request: ActorRequest) -> HttpResponse:
    form = ChosenForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            count = actions.mark_posted(request.actor, form.ids)
            words = ngettext("%(count)s letter is posted.", "%(count)s letters are posted.", count)
            return said(request, letters_page(request, ChosenForm()), words % {"count": count})
    return letters_page(request, form)


@require_POST
def letters_withdrawn(request: ActorRequest) -> HttpResponse:
    form = ChosenForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.withdraw_messages(request.actor, form.ids)
            return said(request, letters_page(request, ChosenForm()), _("The letters are withdrawn."))
    return letters_page(request, form)


@require_safe
@xframe_options_sameorigin
def batch_file(request: ActorRequest, batch_id: int) -> HttpResponse:
    content = queries.batch_file(request.actor, batch_id)
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="lettres-{batch_id}.pdf"'}
    )
