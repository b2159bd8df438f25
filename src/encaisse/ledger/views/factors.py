"""« Affacturage »: the factors of each company, what is assigned to them, what is taken back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from encaisse.creditors import queries as creditors
from encaisse.db.clock import today
from encaisse.kit.actor import Permission
from encaisse.ledger import actions, queries
from encaisse.ledger.forms import AssignForm, FactorForm, OneFactorForm, TakeBackForm
from encaisse.ui.htmx import changed, panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for


@require_http_methods(["GET", "HEAD", "POST"])
def factor_list(request: ActorRequest) -> HttpResponse:
    """Show the factors of the companies in reach; add one."""
    request.actor.must(Permission.INVOICE_VIEW)
    cards = creditors.creditors_in_reach(request.actor)
    names = {card.id: card.short_name or card.name for card in cards}
    form = FactorForm([*names.items()], request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            factor_id = actions.add_factor(request.actor, **form.cleaned_data)
            return said(request, redirect("ledger:factor", factor_id), gettext("The factor is added: assign to it what it bought."))
    context = {
        "form": form,
        "factors": [(each, names[each.creditor_id] if len(names) > 1 else "") for each in queries.factors(request.actor)],
        "may_add": request.actor.passes(Permission.BANK_DETAILS_EDIT),
    }
    return panel_or_page(request, "ledger/factors.html", context, form=form)


@require_GET
def factor(request: ActorRequest, factor_id: int) -> HttpResponse:
    """Show what is assigned to a factor."""
    return factor_page(request, factor_id, AssignForm(initial={"on": today()}), TakeBackForm())


def factor_page(request: ActorRequest, factor_id: int, assign_form: AssignForm, back_form: TakeBackForm) -> HttpResponse:
    card, wanted = queries.factor(request.actor, factor_id), asked_for(request, columns=(), default="")
    rows = queries.assigned_to(request.actor, factor_id, page=wanted.page, size=wanted.size)
    context = {
        "card": card,
        "company": creditors.creditor(request.actor, card.creditor_id),
        "listing": wanted.listing(rows.rows, total=rows.count),
        "form": assign_form,
        "back_form": back_form,
        "may_decide": request.actor.passes(Permission.SCENARIO_HOLD),
    }
    wrong = next((form for form in (assign_form, back_form) if form.errors), assign_form)
    return panel_or_page(request, "ledger/factor.html", context, form=wrong)


@require_POST
def assign(request: ActorRequest, factor_id: int) -> HttpResponse:
    """Assign the documents of a pasted list, all or none."""
    request.actor.must(Permission.SCENARIO_HOLD)
    form = AssignForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            count = actions.assign_numbers(request.actor, factor_id, form.cleaned_data["numbers"], on=form.cleaned_data["on"])
            words = ngettext("%(count)s document is assigned.", "%(count)s documents are assigned.", count)
            return done(request, factor_id, words % {"count": count})
    return factor_page(request, factor_id, form, TakeBackForm())


@require_POST
def take_back(request: ActorRequest, factor_id: int) -> HttpResponse:
    """Take the documents ticked back from the factor."""
    request.actor.must(Permission.SCENARIO_HOLD)
    form = TakeBackForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            count = actions.take_back(request.actor, form.cleaned_data["ids"], on=today())
            words = ngettext("%(count)s document is ours again.", "%(count)s documents are ours again.", count)
            return done(request, factor_id, words % {"count": count})
    return factor_page(request, factor_id, AssignForm(initial={"on": today()}), form)


@require_POST
def mandate(request: ActorRequest, factor_id: int) -> HttpResponse:
    """Say whether the factor's mandate lets us dun."""
    may_dun = request.POST.get("may_dun") == "on"
    actions.set_mandate(request.actor, factor_id, may_dun=may_dun)
    words = gettext("Dunned again, payable to the factor.") if may_dun else gettext("No longer dunned: it waits under “To qualify”.")
    return done(request, factor_id, words)


@require_POST
def document_factor(request: ActorRequest, document_id: int) -> HttpResponse:
    """Assign one document to the factor chosen, or take it back when none is."""
    response = redirect("workbench:document", document_id)
    form = OneFactorForm(request.POST)
    form.full_clean()
    if factor_id := form.cleaned_data.get("factor_id"):
        actions.assign_documents(request.actor, factor_id, [document_id], on=today())
        return changed(said(request, response, gettext("Assigned: it is paid to the factor.")), "customer-changed")
    actions.take_back(request.actor, [document_id], on=today())
    return changed(said(request, response, gettext("Ours again.")), "customer-changed")


def done(request: ActorRequest, factor_id: int, words: str) -> HttpResponse:
    return changed(said(request, redirect("ledger:factor", factor_id), words), "customer-changed")
