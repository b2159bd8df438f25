"""« Balance âgée / portefeuille »: filter, sort, choose, act in bulk, export; of today or of a past day."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from encaisse.creditors import queries as creditors
from encaisse.customers import actions as customer_actions
from encaisse.customers import queries as customers
from encaisse.dunning import actions as dunning
from encaisse.dunning.queries import Standing
from encaisse.kit.actor import Actor, Permission, Role
from encaisse.ledger.queries import BalanceRow
from encaisse.people import queries as people
from encaisse.ui.exports import Column, Kind, xlsx
from encaisse.ui.htmx import changed, panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import asked_for
from encaisse.workbench.forms import AssignForm, BulkHoldForm, PortfolioForm
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries import portfolio as balances
from encaisse.workbench.templatetags.portfolio import standing_words
from encaisse.workbench.templatetags.words import AGES
from encaisse.workbench.templatetags.workbench import segment_name
from encaisse.workbench.views.common import back_to, may, powers

SORTS = ("name", "code", "open", "overdue", "oldest", "credit", "not_due", *(f"age_{age}" for age in range(1, 7)))


def portfolio_form(request: ActorRequest) -> PortfolioForm:
    today = agenda.today_of(request.actor)
    return PortfolioForm(
        request.GET,
        collectors=agenda.collectors(request.actor, on=today),
        creditors={card.id: card.short_name or card.name for card in creditors.creditors_in_reach(request.actor)},
        salespeople=salespeople(request.actor) if agenda.sees_many(request.actor) else {},
        groups={group.id: group.name for group in customers.groups(request.actor)},
        today=today,
    )


def salespeople(actor: Actor) -> dict[int, str]:
    return {card.id: card.name for card in people.people_with_role(actor, Role.SALESPERSON, on=agenda.today_of(actor))}


@require_GET
def portfolio(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.INVOICE_VIEW)
    return portfolio_page(request, AssignForm())


def portfolio_page(request: ActorRequest, bulk: AssignForm | BulkHoldForm) -> HttpResponse:
    """Show the aged balance with what comes next for each customer; `bulk` carries what was refused, if anything was."""
    form, wanted = portfolio_form(request), asked_for(request, columns=SORTS, default="-overdue")
    found = balances.portfolio(request.actor, form.filters(), at=form.at_day(), sort=wanted.order, page=wanted.page, size=wanted.size)
    ids = {user_id for row in found.page.rows for user_id in (row.collector_id, row.salesperson_id) if user_id}
    context: dict[str, Any] = {
        "form": form,
        "bulk": bulk,
        "listing": wanted.listing(found.lines, total=found.page.count),
        "totals": found.totals,
        "names": {user_id: card.name for user_id, card in people.people(request.actor, ids).items()},
        "ages": [(f"age_{place}", words) for place, words in enumerate(AGES, start=1)],
        "on": agenda.today_of(request.actor),
        "at": form.at_day(),
        "currency": found.totals[0].currency if len(found.totals) == 1 else "",
        "powers": powers(request.actor),
    } | bulk_choices(request.actor)
    return panel_or_page(request, "workbench/portfolio.html", context, form=bulk, then=back_to(request, "workbench:portfolio"))


def bulk_choices(actor: Actor) -> dict[str, Any]:
    """Return to whom customers may be given, and the reasons to hold them, as far as this person may."""
    if not may(actor, Permission.CUSTOMER_ASSIGN):
        return {"hold_form": BulkHoldForm(), "assignees": []}
    cards = agenda.collector_cards(actor, on=agenda.today_of(actor))
    return {
        "hold_form": BulkHoldForm(),
        "assignees": [
            (_("Collector"), [(f"collector:{card.id}", card.name) for card in cards]),
            (_("Salesperson"), [(f"salesperson:{user_id}", name) for user_id, name in salespeople(actor).items()]),
        ],
    }


@require_POST
def portfolio_assign(request: ActorRequest) -> HttpResponse:
    """Give the customers ticked to a collector or a salesperson, from today on."""
    form = AssignForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            count = customer_actions.assign(request.actor, on=agenda.today_of(request.actor), **form.assignment())
            words = ngettext("%(count)s customer changed hands.", "%(count)s customers changed hands.", count) % {"count": count}
            return changed(said(request, portfolio_page(request, AssignForm()), words), "agenda-changed")
    return portfolio_page(request, form)


@require_POST
def portfolio_hold(request: ActorRequest) -> HttpResponse:
    """Hold the customers ticked until a day."""
    form = BulkHoldForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            count = dunning.set_holds(request.actor, on=agenda.today_of(request.actor), **form.cleaned_data)
            words = ngettext("%(count)s customer is held.", "%(count)s customers are held.", count) % {"count": count}
            return changed(said(request, portfolio_page(request, AssignForm()), words), "agenda-changed")
    return portfolio_page(request, form)


@require_GET
def portfolio_export(request: ActorRequest) -> FileResponse:
    """Export the aged balance as filtered on screen."""
    request.actor.must(Permission.LIST_EXPORT)
    form, wanted = portfolio_form(request), asked_for(request, columns=SORTS, default="-overdue")
    on = form.at_day() or agenda.today_of(request.actor)
    rows, standings = balances.whole_portfolio(request.actor, form.filters(), at=form.at_day(), sort=wanted.order)
    owners = {user_id for row in rows for user_id in (row.collector_id, row.salesperson_id) if user_id}
    names = {user_id: card.name for user_id, card in people.people(request.actor, owners).items()}
    notes: list[tuple[Any, Any]] = [(_("On"), on), *form.told(), (gettext("Amounts"), gettext("by due date, credits apart"))]
    return xlsx(f"balance-agee-{on.isoformat()}", _("Aged balance"), columns(names, standings), rows, notes=notes)


def columns(names: dict[int, str], standings: dict[int, Standing]) -> list[Column]:
    def age_of(place: int) -> Any:
        return lambda row: row.ages[place]

    def owner(row: BalanceRow, duty: str) -> str:
        return names.get(getattr(row, duty) or 0, "")

    return [
        Column(_("Code"), "code", width=12),
        Column(_("Customer"), "name"),
        Column(_("Segment"), lambda row: str(segment_name(row.segment)), width=18),
        Column(_("Collector"), lambda row: owner(row, "collector_id"), width=18),
        Column(_("Salesperson"), lambda row: owner(row, "salesperson_id"), width=18),
        Column(_("Next"), lambda row: standing_words(standings.get(row.customer_id)), width=34),
        Column(_("Currency"), "currency", width=8),
        Column(_("Not due"), "not_due_amount", Kind.MONEY, total=True),
        *(Column(words, age_of(place), Kind.MONEY, total=True) for place, words in enumerate(AGES)),
        Column(_("Overdue"), "overdue_amount", Kind.MONEY, total=True),
        Column(_("Credits"), "credit_amount", Kind.MONEY, total=True),
        Column(_("Net outstanding"), "open_amount", Kind.MONEY, total=True),
        Column(_("Oldest due date"), "oldest_due_date", Kind.DAY),
        Column(_("Items"), "item_count", Kind.NUMBER, total=True),
    ]
