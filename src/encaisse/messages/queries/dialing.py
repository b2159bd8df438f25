"""The telephone exchange of the organisation, and each colleague's own telephone there."""

from dataclasses import dataclass

from encaisse.kit.actor import Actor, Mode, Permission
from encaisse.messages.models import Dialer, DialExtension
from encaisse.messages.queries.channels import Health, call_of, health_of
from encaisse.messages.rules.gateways import Call

DIALER = "messages.dialer"


@dataclass(frozen=True, slots=True)
class DialerCard:
    """The exchange as a screen shows it: whether it has a secret, never which."""

    call: Call
    has_secret: bool
    health: Health


def dialer(actor: Actor) -> Call | None:  # noqa: ARG001 - of the whole organisation; for whoever dials, no page shows its secret
    row = Dialer.objects.first()
    return call_of(row, DIALER, with_secret=True) if row else None


def dialer_card(actor: Actor) -> DialerCard | None:
    actor.must(Permission.INTEGRATION_MANAGE, mode=Mode.VIEW)
    row = Dialer.objects.first()
    return DialerCard(call_of(row, DIALER, with_secret=False), bool(row.secret_cipher), health_of(row)) if row else None


def has_dialer(actor: Actor) -> bool:  # noqa: ARG001 - whether there is one is no secret inside
    return Dialer.objects.exists()


def own_extension(actor: Actor) -> str:
    """Return one's own telephone, as the exchange knows it."""
    return DialExtension.objects.filter(user_id=actor.user_id or 0).values_list("extension", flat=True).first() or ""


def can_dial(actor: Actor) -> bool:
    """Say whether a click rings one's own telephone, then the customer's."""
    return has_dialer(actor) and bool(own_extension(actor))
