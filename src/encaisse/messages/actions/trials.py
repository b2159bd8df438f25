"""Messages one sends to oneself: by the same postman, kept as trials, never as contacts."""

import contextlib

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.kit.actor import Actor
from encaisse.messages import queries
from encaisse.messages.actions.channels import note_health
from encaisse.messages.actions.postman import Parcel, Postman
from encaisse.messages.models import Trial
from encaisse.messages.rules import Attempt, Outcome


def send_trial(actor: Actor, parcel: Parcel) -> Attempt:
    """Hand a message over to the person who asks, and say what the other side answered."""
    queries.may_try(actor, parcel.creditor_id)
    with contextlib.closing(Postman(actor)) as postman:
        attempt = postman.hand_over(parcel)
    note_trial(actor, parcel.creditor_id, parcel.channel, attempt, recipient=parcel.recipient)
    return attempt


@transaction.atomic
def note_trial(actor: Actor, creditor_id: int, channel: str, attempt: Attempt, *, recipient: str = "") -> None:
    """Remember that somebody tried a channel (looked at a letter), and what came of it."""
    queries.may_try(actor, creditor_id)
    trial = Trial.objects.create(
        creditor_id=creditor_id, channel=channel, recipient=recipient, outcome=attempt.outcome.value, detail=attempt.detail,
        made_by=actor.user_id, made_by_name=actor.name,
    )  # fmt: skip
    if attempt.outcome is not Outcome.TRAPPED:
        note_health(creditor_id, channel, attempt)
    change = {"channel": channel, "outcome": attempt.outcome.value}
    write_audit(actor, did="messages.trial", subject_kind="trial", subject_id=trial.pk, creditor_id=creditor_id, change=change)
