"""The addresses people and teams write from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from encaisse.kit.actor import Actor
from encaisse.kit.refusals import NotFound
from encaisse.messages.models import SenderIdentity
from encaisse.messages.rules.senders import Identity
from encaisse.people import queries as people

VERIFY = "messages.sender"


@dataclass(frozen=True, slots=True)
class SenderRow:
    """One address asked for, and whether somebody who reads it said so."""

    id: int
    user_id: int | None
    team_id: int | None
    identity: Identity
    asked_at: datetime | None


def as_row(found: SenderIdentity) -> SenderRow:
    identity = Identity(found.display_name, found.address, found.reply_to, is_verified=found.verified_at is not None)
    return SenderRow(found.pk, found.user_id, found.team_id, identity, found.asked_at)


def own_sender(actor: Actor) -> SenderRow | None:
    """Return the address one chose to write from."""
    found = SenderIdentity.objects.filter(user_id=actor.user_id or 0).first()
    return as_row(found) if found else None


def senders_of_people(actor: Actor, user_ids: Iterable[int]) -> dict[int, Identity]:  # noqa: ARG001 - what colleagues sign with is no secret inside
    return {row.user_id: as_row(row).identity for row in SenderIdentity.objects.filter(user_id__in=set(user_ids)) if row.user_id}


def senders_of_teams(actor: Actor) -> dict[int, SenderRow]:  # noqa: ARG001 - as above
    return {row.team_id: as_row(row) for row in SenderIdentity.objects.filter(team_id__isnull=False) if row.team_id}


def sender_to_verify(actor: Actor, token: str) -> tuple[int, SenderRow]:  # noqa: ARG001 - whoever holds the link reads the address
    """Return the link and the address it was sent to, or refuse."""
    link = people.open_link(token, purpose=VERIFY)
    found = SenderIdentity.objects.filter(pk=link.subject_id).first()
    if found is None:
        raise NotFound(what="sender")
    return link.id, as_row(found)
