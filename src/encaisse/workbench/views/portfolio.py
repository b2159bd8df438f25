"""« Balance âgée / portefeuille »: filter, group, sort, comment; of today, of a past day, or as it was closed."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.kit.actor import Actor, Permission, Role
from encaisse.ledger.queries import BalanceGroup
from encaisse.people import queries as people
from encaisse.ui.htmx import panel_or_page, wants_panel
from encaisse.ui.requests import ActorRequest
from encaisse.ui.tables import Wanted, asked_for
from encaisse.workbench.forms import AssignForm, BulkForm, BulkHoldForm, PortfolioForm, SaveViewForm
from encaisse.workbench.queries import closes, saved_views
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries import portfolio as balances
from encaisse.workbench.queries.portfolio import Line, When
from encaisse.workbench.queries.saved_views import ViewTab
from encaisse.workbench.rules.portfolio import REVIEWED, Grouping, Shown, narrowed, remembered
from encaisse.workbench.templatetags.words import AGES
from encaisse.workbench.views.common import back_to, chosen_id, powers

SORTS = ("name", "code", "open", "overdue", "oldest", "credit", "not_due", *(f"age_{age}" for age in range(1, 7)))
# Views that everybody has, before those one keeps: their names, and the address each stands for.
GIVEN = (
    (_("Aged balance"), ""),
    (_("Portfolio review"), urlencode({"late": "1", "cols": [each.value for each in REVIEWED]}, doseq=True)),
    (_("By collector"), urlencode({"by": Grouping.COLLECTOR.value})),
)


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


def when_of(request: ActorRequest, form: PortfolioForm) -> When:
    close_id = chosen_id(request, "close")
    return When(close=closes.close(request.actor, close_id)) if close_id else When(at=form.at_day())


def wanted_of(request: ActorRequest) -> Wanted:
    return asked_for(request, columns=SORTS, default="-overdue")


@require_GET
def portfolio(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.INVOICE_VIEW)
    if not request.GET and (default := default_view(request.actor)):
        return redirect(f"{reverse('workbench:portfolio')}?{default.query}")
    return portfolio_page(request, AssignForm())


def default_view(actor: Actor) -> ViewTab | None:
    return next((tab for tab in saved_views.saved_views(actor) if tab.is_default and tab.query), None)


def portfolio_page(request: ActorRequest, bulk: BulkForm) -> HttpResponse:
    """Show the aged balance with what comes next for each customer; `bulk` carries what was refused, if anything was."""
    context = portfolio_context(request) | {"bulk": bulk} | bulk_choices(request.actor) | tabs_context(request)
    return panel_or_page(request, "workbench/portfolio.html", context, form=bulk, then=back_to(request, "workbench:portfolio"))


def portfolio_context(request: ActorRequest) -> dict[str, Any]:
    form, wanted = portfolio_form(request), wanted_of(request)
    when, grouping = when_of(request, form), form.grouping()
    if grouping:
        found = balances.grouped(request.actor, form.filters(), grouping=grouping, when=when)
    else:
        found = balances.portfolio(request.actor, form.filters(), when=when, sort=wanted.order, page=wanted.page, size=wanted.size)
    lines = list(found.page)
    return rows_context(request, form, when, lines) | {
        "form": form,
        "listing": wanted.listing(lines, total=found.page.count),
        "totals": found.totals,
        "grouping": grouping,
        "groups": named_groups(request.actor, grouping, found.groups) if grouping else [],
        "closes": closes.closes(request.actor),
        "customer_count": found.page.count,
        "currency": found.totals[0].currency if len(found.totals) == 1 else "",
        "query": urlencode([pair for pair in request.GET.lists() if pair[0] not in {"page", "sort"}], doseq=True),
    }


def rows_context(request: ActorRequest, form: PortfolioForm, when: When, lines: list[Line]) -> dict[str, Any]:
    """Return what the rows of a page show, of the list or of one group."""
    ids = {user_id for line in lines for user_id in (line.row.collector_id, line.row.salesperson_id) if user_id}
    shown = form.shown()
    return {
        "lines": lines,
        "names": {user_id: card.name for user_id, card in people.people(request.actor, ids).items()},
        "shown": [each.value for each in shown if not (when.is_past and each is Shown.NEXT) and not (when.at and each is Shown.COMMENT)],
        "ages": [(f"age_{place}", words) for place, words in enumerate(AGES, start=1)],
        "on": agenda.today_of(request.actor),
        "at": when.day,
        "close": when.close,
        "powers": powers(request.actor),
        "may_comment": powers(request.actor).note and not when.is_past,
    }


def named_groups(actor: Actor, grouping: Grouping, subtotals: Sequence[BalanceGroup]) -> list[tuple[str, BalanceGroup]]:
    """Name each group after the person, company, group, segment or region it holds."""
    ids = [int(each.key) for each in subtotals if each.key.isdecimal()]
    names: dict[str, Any] = {}
    if grouping in {Grouping.COLLECTOR, Grouping.SALESPERSON}:
        names = {str(user_id): card.name for user_id, card in people.people(actor, ids).items()}
    elif grouping is Grouping.GROUP:
        names = {str(group.id): group.name for group in customers.groups(actor)}
    elif grouping is Grouping.CREDITOR:
        names = {str(card.id): card.short_name or card.name for card in creditors.creditors_in_reach(actor)}
    order = list(dict.fromkeys(each.key for each in subtotals))
    return [(names.get(each.key, ""), each) for each in sorted(subtotals, key=lambda each: order.index(each.key))]


@require_GET
def portfolio_group(request: ActorRequest) -> HttpResponse:
    """Open one group of the portfolio: its first customers, in the order of the list."""
    request.actor.must(Permission.INVOICE_VIEW)
    form, wanted, key = portfolio_form(request), wanted_of(request), request.GET.get("key", "")
    grouping, when = form.grouping(), when_of(request, form)
    if grouping is None or not wants_panel(request):
        return redirect(back_to(request, "workbench:portfolio"))
    filters = narrowed(form.filters(), grouping, key)
    found = balances.portfolio(request.actor, filters, when=when, sort=wanted.order, page=1, size=wanted.size)
    context = rows_context(request, form, when, list(found.page)) | {
        "left": found.page.count - len(found.page),
        "whole": whole_of(request, key),
    }
    return render(request, "workbench/portfolio_group.html", context)


def whole_of(request: ActorRequest, key: str) -> str:
    """Return the address of the whole of one group, ungrouped."""
    query = request.GET.copy()
    query[query.pop("by")[-1]] = key
    query.pop("key", None)
    return f"{reverse('workbench:portfolio')}?{query.urlencode()}"


def tabs_context(request: ActorRequest) -> dict[str, Any]:
    """Return the views as tabs, the one that this address stands for, and the form that keeps another."""
    asked = urlencode(remembered(dict(request.GET.lists())), doseq=True)
    saved = saved_views.saved_views(request.actor)
    return {
        "given_tabs": [(name, query, query == asked) for name, query in GIVEN],
        "tabs": [(tab, tab.query == asked) for tab in saved],
        "here": next((tab for tab in saved if tab.query == asked and tab.is_own), None),
        "asked_query": asked,
        "save_form": SaveViewForm(),
        "may_share": request.actor.passes(Permission.CUSTOMER_ASSIGN),
        "may_close": request.actor.passes(Permission.PORTFOLIO_CLOSE),
    }


def bulk_choices(actor: Actor) -> dict[str, Any]:
    """Return to whom customers may be given, and the reasons to hold them, as far as this person may."""
    if not actor.passes(Permission.CUSTOMER_ASSIGN):
        return {"hold_form": BulkHoldForm(), "assignees": []}
    cards = agenda.collector_cards(actor, on=agenda.today_of(actor))
    return {
        "hold_form": BulkHoldForm(),
        "assignees": [
            (_("Collector"), [(f"collector:{card.id}", card.name) for card in cards]),
            (_("Salesperson"), [(f"salesperson:{user_id}", name) for user_id, name in salespeople(actor).items()]),
        ],
    }
