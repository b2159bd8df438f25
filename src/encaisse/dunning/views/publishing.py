"""Before a version applies: who changes and how, then proposing, approving, refusing, taking back, cancelling it. Rule 18."""

from datetime import date
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.db.clock import today
from encaisse.dunning import actions, queries
from encaisse.dunning.forms.steps import PublishForm, RefuseForm
from encaisse.dunning.queries import Comparison, VersionCard
from encaisse.dunning.rules.checking import faults
from encaisse.dunning.rules.version_changes import changes
from encaisse.dunning.rules.versions import NoDraft, earliest
from encaisse.dunning.rules.who_changes import Next, Shift, WhoChanges, totals
from encaisse.dunning.templatetags.dunning import level_name, reason_name
from encaisse.dunning.templatetags.line import shift_name, step_words
from encaisse.dunning.views.writing import may, scenario_page
from encaisse.kit.actor import Mode, Permission
from encaisse.kit.dates import WorkingDays, working_days
from encaisse.ui.exports import Column, Kind, xlsx
from encaisse.ui.formats import reader_language
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest

SHOWN = 100


def version_in_the_making(request: ActorRequest, scenario_id: int) -> VersionCard:
    """Return the draft or the version that waits; whoever may neither write nor approve has no business here."""
    request.actor.must(Permission.SCENARIO_EDIT)
    row = queries.draft_of(request.actor, scenario_id)
    if row is None:
        raise NoDraft
    return queries.version(request.actor, row.pk)[0]


def days_asked(request: ActorRequest, version: VersionCard, creditor_id: int | None) -> tuple[date, date]:
    """Return the day the version would apply from (asked for, proposed, or the next open one), and its first morning something leaves."""
    calendar, first = working_days_of(request, creditor_id), earliest(today())
    try:
        wanted = date.fromisoformat(request.GET.get("from_on", ""))
    except ValueError:
        wanted = version.from_on or calendar.next_open(first)
    return max(wanted, first), calendar.next_open(max(wanted, first))


def working_days_of(request: ActorRequest, creditor_id: int | None) -> WorkingDays:
    """Return the working days of the company of a scenario; of one that serves several, those of the first in reach."""
    reached = [creditor_id] if creditor_id else [card.id for card in creditors.creditors_in_reach(request.actor)]
    return creditors.own_calendar(request.actor, reached[0]) if reached else working_days()


@require_safe
def who_changes(request: ActorRequest, scenario_id: int) -> HttpResponse:
    return who_changes_page(request, scenario_id)


def who_changes_page(request: ActorRequest, scenario_id: int, form: PublishForm | None = None) -> HttpResponse:
    """Show for each customer what comes next under the version in force and under the one in the making."""
    actor, version = request.actor, version_in_the_making(request, scenario_id)
    card = queries.scenario_card(actor, scenario_id)
    from_on, on = days_asked(request, version, card.creditor_id)
    followed = queries.version(actor, version.id)[1]
    found = queries.who_changes(actor, scenario_id, followed, on=on)
    in_force = queries.version_in_force(actor, scenario_id, on=today())
    shown = chosen_rows(request, found)
    context = {
        "card": card, "name": card.name(reader_language()), "version": version, "in_force": in_force, "found": found, "on": on,
        "from_on": from_on, "currency": creditors.creditor(actor, card.creditor_id).currency if card.creditor_id else "EUR",
        "totals": totals(found.rows), "shift": request.GET.get("shift", ""), "rows": named(request, shown[:SHOWN]), "count": len(shown),
        "changes": changes(queries.version(actor, in_force.id)[1].scenario, followed.scenario) if in_force else (),
        "faults": list(faults(followed.scenario, queries.texts(actor))), "scenario": followed.scenario, "refuse": RefuseForm(),
        "may_write": may(actor, Mode.ACT), "may_approve": may(actor, Mode.APPROVE),
        "may_export": actor.may(Permission.LIST_EXPORT) is not None,
        "form": form or PublishForm(first_day=earliest(today()), initial={"from_on": from_on, "comment": version.comment}),
    }  # fmt: skip
    return panel_or_page(request, "dunning/who_changes.html", context, form=form)


def chosen_rows(request: ActorRequest, found: Comparison) -> list[WhoChanges]:
    asked = request.GET.get("shift", "")
    return [row for row in found.rows if row.shift.value == asked] if asked in set(Shift) else [row for row in found.rows if row.changes]


def named(request: ActorRequest, rows: list[WhoChanges]) -> list[tuple[WhoChanges, Any]]:
    files = customers.files(request.actor, [row.payer_id for row in rows])
    return [(row, files[row.payer_id]) for row in rows if row.payer_id in files]


@require_safe
def who_changes_export(request: ActorRequest, scenario_id: int) -> FileResponse:
    request.actor.must(Permission.LIST_EXPORT)
    version = version_in_the_making(request, scenario_id)
    from_on, on = days_asked(request, version, queries.scenario_card(request.actor, scenario_id).creditor_id)
    found = queries.who_changes(request.actor, scenario_id, queries.version(request.actor, version.id)[1], on=on)
    columns = [
        Column(_("Code"), lambda row: row[1].code, width=12),
        Column(_("Customer"), lambda row: row[1].name),
        Column(_("Level reached"), lambda row: level_name(row[0].reached) if row[0].reached is not None else ""),
        Column(_("Stands at"), lambda row: step_words(row[0].stands_at) if row[0].stands_at else ""),
        Column(_("Next, version in force"), lambda row: next_words(row[0].old), width=40),
        Column(_("Day, version in force"), lambda row: row[0].old.on, Kind.DAY),
        Column(_("Next, new version"), lambda row: next_words(row[0].new), width=40),
        Column(_("Day, new version"), lambda row: row[0].new.on, Kind.DAY),
        Column(_("What changes"), lambda row: str(shift_name(row[0].shift))),
        Column(_("Overdue"), lambda row: row[0].overdue_amount, Kind.MONEY, total=True),
    ]
    notes = [(_("Applies from"), from_on), (_("Compared on"), on), (_("Customers that follow the scenario"), found.total)]
    return xlsx("qui-change", _("Who changes"), columns, named(request, list(found.rows)), notes=notes)


def next_words(what: Next) -> str:
    return step_words(what.step) if what.step else str(reason_name(what.reason))


@require_POST
def version_propose(request: ActorRequest, scenario_id: int) -> HttpResponse:
    form = PublishForm(request.POST, first_day=earliest(today()))
    if form.is_valid():
        with refusals_shown_on(form):
            is_published = actions.propose_version(request.actor, scenario_id, **form.cleaned_data)
            return settled(request, scenario_id, gettext("Published.") if is_published else gettext("Proposed: the CFO approves it."))
    return who_changes_page(request, scenario_id, form)


def settled(request: ActorRequest, scenario_id: int, words: str) -> HttpResponse:
    """Answer what ends the making of a version: back on the page of the scenario, with a word."""
    response = redirect(reverse("dunning:scenario", args=[scenario_id]))
    return said(request, response, words)


@require_POST
def version_approve(request: ActorRequest, scenario_id: int) -> HttpResponse:
    form = PublishForm(request.POST, first_day=earliest(today()))
    if form.is_valid():
        with refusals_shown_on(form):
            actions.approve_version(request.actor, scenario_id, from_on=form.cleaned_data["from_on"])
            return settled(request, scenario_id, gettext("Approved: it applies from the morning chosen."))
    return who_changes_page(request, scenario_id, form)


@require_POST
def version_refuse(request: ActorRequest, scenario_id: int) -> HttpResponse:
    form = RefuseForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.refuse_version(request.actor, scenario_id, **form.cleaned_data)
            return settled(request, scenario_id, gettext("Sent back to its draft."))
    return scenario_page(request, scenario_id, form)


@require_POST
def version_take_back(request: ActorRequest, scenario_id: int) -> HttpResponse:
    actions.take_back_version(request.actor, scenario_id)
    return redirect("dunning:draft_editor", scenario_id)


@require_POST
def version_cancel(request: ActorRequest, scenario_id: int, version_id: int) -> HttpResponse:
    actions.cancel_version(request.actor, version_id)
    return settled(request, scenario_id, gettext("Cancelled: the version in force goes on."))
