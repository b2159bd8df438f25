"""Who a manager leads."""

from datetime import date

from encaisse.kit.actor import Actor, Permission, Scope
from encaisse.people.rules import Person
from encaisse.workbench.queries.day import collector_cards


def collectors_led(actor: Actor, *, on: date) -> list[Person]:
    """Return the collectors a manager leads: everybody's, or those of the own team."""
    grant = actor.must(Permission.TEAM_MANAGE)
    cards = collector_cards(actor, on=on)
    return [card for card in cards if card.id in actor.team_ids | actor.own_ids] if grant.scope is Scope.TEAM else cards
