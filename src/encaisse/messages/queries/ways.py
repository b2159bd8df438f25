"""The ways out of each creditor on one line: mail, SMS, letters."""

from dataclasses import dataclass

from encaisse.creditors import queries as creditors
from encaisse.kit.actor import Actor, Mode, Permission
from encaisse.messages.queries.channels import GatewayCard, ServerCard, gateway_card, server_card
from encaisse.messages.queries.fax import FaxCard, fax_card
from encaisse.messages.queries.postal import RouteCard, route_card


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways out of one creditor."""

    creditor: creditors.CreditorCard
    mail: ServerCard | None
    sms: GatewayCard | None
    letters: RouteCard | None
    fax: FaxCard | None


def ways_out(actor: Actor) -> list[Ways]:
    """List the creditors in reach with how their messages leave."""
    actor.must(Permission.INTEGRATION_MANAGE, mode=Mode.VIEW)
    known = creditors.creditors_in_reach(actor)
    return [
        Ways(card, server_card(actor, card.id), gateway_card(actor, card.id), route_card(actor, card.id), fax_card(actor, card.id))
        for card in known
    ]
