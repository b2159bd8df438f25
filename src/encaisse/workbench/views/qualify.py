"""« À qualifier »: what is never dunned by itself until a person decides."""

from django.http import HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from encaisse.creditors import queries as creditors
from encaisse.kit.actor import Permission
from encaisse.ledger import actions as ledger_actions
from encaisse.ledger import queries as ledger
from encaisse.ui.htmx import changed, panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for
from encaisse.workbench.forms import QualifyForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.views.common import back_to


@require_GET
def to_qualify(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.INVOICE_VIEW)
    return to_qualify_page(request, QualifyForm())


def to_qualify_page(request: ActorRequest, form: QualifyForm) -> HttpResponse:
    on = agenda.today_of(request.actor)
    doubt, wanted = request.GET.get("doubt", ""), asked_for(request, columns=(), default="")
    page, counts = ledger.to_qualify_and_counts(request.actor, on=on, doubt=doubt, page=wanted.page, size=wanted.size)
    if doubt not in counts and doubt:  # nothing is left of that reason: everything is shown
        doubt, page = "", ledger.to_qualify(request.actor, on=on, page=wanted.page, size=wanted.size)
    names = {card.id: card.short_name or card.name for card in creditors.creditors_in_reach(request.actor)}
    context = {
        "form": form,
        "listing": wanted.listing(page.rows, total=page.count),
        "doubt": doubt,
        "counts": [(name, count, amounts) for name, (count, amounts) in counts.items()],
        "items": sum(count for count, _amounts in counts.values()),
        "creditors": names if len(names) > 1 else {},
        "may_decide": request.actor.passes(Permission.SCENARIO_HOLD),
    }
    return panel_or_page(request, "workbench/to_qualify.html", context, form=form, then=back_to(request, "workbench:to_qualify"))


@require_POST
def qualify(request: ActorRequest) -> HttpResponse:
    """Decide in bulk: dun, or leave out; the documents ticked, or everything of their customers, what is to come too."""
    form = QualifyForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            count = ledger_actions.qualify(request.actor, **form.decision())
            words = ngettext("%(count)s document is qualified.", "%(count)s documents are qualified.", count) % {"count": count}
            return changed(said(request, to_qualify_page(request, QualifyForm()), words), "customer-changed")
    return to_qualify_page(request, form)
