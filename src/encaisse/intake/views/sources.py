"""The sources of facts: how old each may be, what it blocks, and the way to its next file."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.db.clock import now
from encaisse.intake.forms import KINDS, ThresholdForm
from encaisse.intake.queries.feeds import feeds
from encaisse.intake.queries.sources import SourceRow, sources
from encaisse.kit.actor import Mode, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger import actions as ledger
from encaisse.messages import queries as messages
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


@require_safe
def sources_page(request: ActorRequest) -> HttpResponse:
    return page(request, None, 0)


@require_POST
def threshold_set(request: ActorRequest, source_id: int) -> HttpResponse:
    """Give a source its days, or say that it is no longer fed."""
    request.actor.must(Permission.SETTINGS_EDIT)
    form = ThresholdForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            ledger.set_threshold(request.actor, source_id, **form.cleaned_data)
            return said(request, redirect("intake:sources"), _("Kept: the next run looks at every customer again."))
    return page(request, form, source_id)


def page(request: ActorRequest, wrong: ThresholdForm | None, wrong_id: int) -> HttpResponse:
    rows = sources(request.actor)
    if wrong is not None and wrong_id not in {row.source.source_id for row in rows}:
        raise NotFound(what="source")
    sees_mailboxes = request.actor.passes(Permission.INTEGRATION_MANAGE, mode=Mode.VIEW)
    fed = {row.source.creditor_id for row in rows}
    context = {
        "rows": [(row, wrong if row.source.source_id == wrong_id else form_of(row)) for row in rows],
        "mailboxes": messages.mailboxes(request.actor) if sees_mailboxes else (),
        "sees_mailboxes": sees_mailboxes,
        "without": [card for card in creditors.creditors_in_reach(request.actor) if card.id not in fed],
        "feeds": feeds(request.actor),
        "kinds": dict(KINDS),
        "now": now(),
        "may_edit": request.actor.may(Permission.SETTINGS_EDIT),
    }
    return panel_or_page(request, "intake/sources.html", context, form=wrong)


def form_of(row: SourceRow) -> ThresholdForm:
    given = {"fresh_days": row.source.fresh_days, "is_retired": row.source.is_retired}
    return ThresholdForm(initial=given, auto_id=f"id_{row.source.source_id}_%s")
