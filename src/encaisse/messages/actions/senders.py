"""Choosing the address one writes from, and proving that one reads it."""

from datetime import timedelta
from typing import Any

from django.core.mail import send_mail
from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Permission
from encaisse.messages import queries
from encaisse.messages.models import SenderIdentity
from encaisse.messages.queries.senders import VERIFY
from encaisse.messages.rules.senders import Identity, MailNotSent, NothingToVerify, check_identity
from encaisse.people import actions as people
from encaisse.people.queries import own_card

VALID_FOR = timedelta(days=3)


def ask_own_sender(actor: Actor, identity: Identity) -> str | None:
    """Choose the address one writes from; return the token of the link to send there, None when it needs none."""
    is_own = identity.address.lower() == own_card(actor).email.lower()
    return ask(actor, identity, needs_proof=not is_own, user_id=actor.user_id)


def ask_team_sender(actor: Actor, team_id: int, identity: Identity) -> str | None:
    """Choose the address a team writes from."""
    actor.must(Permission.INTEGRATION_MANAGE)
    return ask(actor, identity, needs_proof=True, team_id=team_id)


@transaction.atomic
def ask(actor: Actor, identity: Identity, *, needs_proof: bool, **owner: int | None) -> str | None:
    """Keep what was asked as a new row: a link sent to an earlier address proves nothing about this one."""
    check_identity(identity)
    kept = SenderIdentity.objects.select_for_update().filter(**owner).first()
    if kept and kept.address == identity.address and kept.verified_at:
        kept.display_name, kept.reply_to = identity.display_name, identity.reply_to
        kept.save(update_fields=["display_name", "reply_to"])
        tell(actor, "messages.sender_changed", kept.pk, **owner)
        return None
    SenderIdentity.objects.filter(**owner).delete()
    row = SenderIdentity.objects.create(
        display_name=identity.display_name, address=identity.address, reply_to=identity.reply_to, asked_at=now(),
        verified_at=None if needs_proof else now(), **owner,
    )  # fmt: skip
    tell(actor, "messages.sender_asked", row.pk, **owner)
    return people.sign_link(actor, purpose=VERIFY, subject_id=row.pk, valid_for=VALID_FOR).token if needs_proof else None


def send_verification(actor: Actor, address: str, *, subject: str, body: str) -> None:  # noqa: ARG001 - to the address the actor just asked for
    """Send the link to the address itself, by the installation's own mail."""
    try:
        send_mail(subject, body, None, [address])
    except OSError as fault:
        raise MailNotSent(address=address, reason=fault) from fault


@transaction.atomic
def verify_sender(actor: Actor, token: str) -> str:
    """Take an address into use: whoever opened the link sent there reads it. Returns the address."""
    link_id, found = queries.sender_to_verify(actor, token)
    row = SenderIdentity.objects.select_for_update().get(pk=found.id)
    if row.verified_at is not None:
        raise NothingToVerify
    people.use_link(actor, link_id)
    row.verified_at = now()
    row.save(update_fields=["verified_at"])
    tell(actor, "messages.sender_verified", row.pk, user_id=row.user_id, team_id=row.team_id)
    return row.address


@transaction.atomic
def forget_own_sender(actor: Actor) -> None:
    """Write from one's sign-in address again."""
    for row in SenderIdentity.objects.select_for_update().filter(user_id=actor.user_id):
        row.delete()
        tell(actor, "messages.sender_forgotten", row.pk, user_id=actor.user_id)


def tell(actor: Actor, did: str, sender_id: int | None, **change: Any) -> None:
    write_audit(actor, did=did, subject_kind="sender", subject_id=sender_id, change=change)
