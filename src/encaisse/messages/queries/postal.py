"""How the letters of each creditor leave, and those a postal provider was handed."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from encaisse.creditors import queries as creditors
from encaisse.kit.actor import Actor
from encaisse.messages.models import LetterRoute as RouteRow
from encaisse.messages.models import Message
from encaisse.messages.queries.channels import Health, health_of, may_look
from encaisse.messages.queries.outbox import MessageRow, as_rows, visible_messages
from encaisse.messages.rules import LETTERS, MessageState
from encaisse.messages.rules.postal import LetterRoute, Manifest

LATEST_HANDED = 50
OUT, BACK, DONE = "out", "in", "done"


@dataclass(frozen=True, slots=True)
class RouteCard:
    """A route as a screen shows it, and where its files lie."""

    route: LetterRoute
    health: Health
    out: str
    back: str


def route_of(row: RouteRow | None) -> LetterRoute:
    return LetterRoute(row.by_provider, row.folder, Manifest(row.manifest), row.colour, row.duplex) if row else LetterRoute()


def letter_route(actor: Actor, creditor_id: int) -> LetterRoute:
    """Return how the letters of a creditor leave."""
    creditors.creditor(actor, creditor_id)
    return route_of(RouteRow.objects.filter(creditor_id=creditor_id).first())


def postal_folder(actor: Actor, route: LetterRoute, part: str) -> Path:  # noqa: ARG001 - a place of the installation
    root = Path(settings.POSTAL_ROOT) if settings.POSTAL_ROOT else Path(settings.VAR) / "postal"
    return root / route.folder / part


def route_card(actor: Actor, creditor_id: int) -> RouteCard | None:
    may_look(actor, creditor_id)
    row = RouteRow.objects.filter(creditor_id=creditor_id).first()
    if row is None:
        return None
    route = route_of(row)
    return RouteCard(route, health_of(row), str(postal_folder(actor, route, OUT)), str(postal_folder(actor, route, BACK)))


def provider_routes(actor: Actor) -> dict[int, LetterRoute]:
    """Return the creditors in reach whose letters a provider takes."""
    known = {card.id for card in creditors.creditors_in_reach(actor)}
    return {row.creditor_id: route_of(row) for row in RouteRow.objects.filter(by_provider=True, creditor_id__in=known)}


def duplex_creditors(actor: Actor) -> set[int]:
    """Return the creditors in reach whose letters are printed on both sides."""
    known = {card.id for card in creditors.creditors_in_reach(actor)}
    return set(RouteRow.objects.filter(duplex=True, creditor_id__in=known).values_list("creditor_id", flat=True))


def letters_handed(actor: Actor) -> list[MessageRow]:
    """Return the letters waiting for their provider and those it was handed, the latest first."""
    found = visible_messages(actor).filter(channel__in=LETTERS, creditor_id__in=provider_routes(actor), batch=None)
    waiting = found.filter(state__in=[MessageState.READY, MessageState.SENDING, MessageState.UNKNOWN]).order_by("id")
    gone = found.filter(state__in=[MessageState.SENT, MessageState.FAILED], attempts__gt=0).order_by("-settled_at")
    return [*as_rows(waiting), *as_rows(gone)[:LATEST_HANDED]]


def handed_letter(actor: Actor, creditor_id: int, message_id: int) -> Message | None:
    """Return a letter of a creditor by its number, for what the provider says of it."""
    return visible_messages(actor).filter(pk=message_id, creditor_id=creditor_id, channel__in=LETTERS).first()
