"""Scenarios as people read them: a line of steps each, their versions, and which segments follow them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from encaisse.creditors import queries as creditors
from encaisse.creditors.queries import CreditorCard
from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile
from encaisse.db.clock import today
from encaisse.dunning import actions, queries
from encaisse.dunning.forms import FollowForm
from encaisse.dunning.queries import Followers, ScenarioCard, VersionCard
from encaisse.dunning.rules.scenario import Scenario
from encaisse.dunning.templatetags.words import SEGMENTS
from encaisse.dunning.views.writing import may
from encaisse.kit.actor import Actor, Mode, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ui.formats import reader_language
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


@dataclass(frozen=True, slots=True)
class Shown:
    """A scenario on screen: its version in force, its history, the segments of the creditor that follow it."""

    card: ScenarioCard
    name: str
    scenario: Scenario | None
    making: list[VersionCard]
    segments: list[str]
    ways: list[Followers]
    items: int = 0

    @property
    def customers(self) -> int:
        return sum(way.customers for way in self.ways)

    @property
    def overdue_amount(self) -> Decimal:
        return sum((way.overdue_amount for way in self.ways), Decimal())


@require_safe
def scenarios(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.CUSTOMER_VIEW)
    known = creditors.creditors_in_reach(request.actor)
    asked = request.GET.get("creditor", "")
    chosen = next((card for card in known if str(card.id) == asked), known[0] if known else None)
    return scenarios_page(request, known, chosen, FollowForm())


def scenarios_page(request: ActorRequest, known: list[CreditorCard], chosen: CreditorCard | None, form: FollowForm) -> HttpResponse:
    followed = queries.segments_of(request.actor, chosen.id) if chosen else {}
    shown = scenarios_shown(request.actor, chosen, followed)
    context = {
        "form": form,
        "creditors": known,
        "chosen": chosen,
        "shown": shown,
        "segments": [(segment, followed.get(segment)) for segment in SEGMENTS],
        "may_edit": may_edit(request.actor),
        "may_take_shipped": bool(chosen) and not followed and may_edit(request.actor),
        "requests": requests_shown(request.actor),
        "may_write": may(request.actor, Mode.ACT),
        "may_replay": request.actor.may(Permission.SCENARIO_EDIT) is not None,
        "today": today(),
        "archived": [(card, card.name(reader_language())) for card in queries.scenario_cards(request.actor, archived=True)],
    }
    return panel_or_page(request, "dunning/scenarios.html", context, form=form, then="dunning:scenarios")


def may_edit(actor: Actor) -> bool:
    return actor.passes(Permission.SCENARIO_EDIT)


def requests_shown(actor: Actor) -> list[tuple[queries.RequestView, CustomerFile, str]]:
    """Return what waits for whoever may grant it: the request, its customer, the scenario asked for."""
    if not actor.passes(Permission.SCENARIO_ASSIGN):
        return []
    waiting = queries.scenario_requests(actor)
    files = customers.files(actor, {each.customer_id for each in waiting})
    names = {card.id: card.name(reader_language()) for card in queries.scenario_cards(actor)}
    inherited = gettext("what it inherits")
    return [(each, files[each.customer_id], names.get(each.scenario_id or 0, inherited)) for each in waiting if each.customer_id in files]


def scenarios_shown(actor: Actor, chosen: CreditorCard | None, followed: Mapping[str, int]) -> list[Shown]:
    on = today()
    in_force = queries.scenarios_in_force(actor, chosen.id if chosen else None, on=on)
    ways = queries.followers(actor, chosen.id) if chosen else []
    given = {each.scenario_id: each.items for each in queries.items_given(actor, chosen.id)} if chosen else {}
    making = [version for version in queries.versions_making(actor) if version.state != "published" or version.is_to_come(on)]
    cards = [card for card in queries.scenario_cards(actor) if card.creditor_id in {None, chosen.id if chosen else None}]
    return [
        Shown(
            card, card.name(reader_language()), in_force[card.id].scenario if card.id in in_force else None,
            [version for version in making if version.scenario_id == card.id],
            [segment for segment in SEGMENTS if followed.get(segment) == card.id], [way for way in ways if way.scenario_id == card.id],
            given.get(card.id, 0),
        )
        for card in cards
    ]  # fmt: skip


@require_POST
def take_shipped(request: ActorRequest, creditor_id: int) -> HttpResponse:
    """Give a company that follows nothing yet the shipped scenarios, as its first run would."""
    request.actor.must(Permission.SCENARIO_EDIT)
    known = creditors.creditors_in_reach(request.actor)
    chosen = next((card for card in known if card.id == creditor_id), None)
    if chosen is None:
        raise NotFound(what="creditor")
    actions.follow_shipped(request.actor, chosen.id)
    words = gettext("Each segment follows its shipped scenario: choose another one where it suits better.")
    return said(request, scenarios_page(request, known, chosen, FollowForm()), words)


@require_POST
def follow(request: ActorRequest) -> HttpResponse:
    """Let a segment of a creditor follow another scenario; its customers are decided again the next morning."""
    form = FollowForm(request.POST)
    known = creditors.creditors_in_reach(request.actor)
    if not form.is_valid():
        return scenarios_page(request, known, known[0] if known else None, form)
    asked = form.cleaned_data
    chosen = next((card for card in known if card.id == asked["creditor"]), None)
    with refusals_shown_on(form):
        actions.follow(request.actor, creditor_id=asked["creditor"], segment=asked["segment"], scenario_id=asked["scenario"])
        words = gettext("Saved. Customers of this segment go on after the last step they had; the change applies tomorrow morning.")
        return said(request, scenarios_page(request, known, chosen, FollowForm()), words)
    return scenarios_page(request, known, chosen, form)
