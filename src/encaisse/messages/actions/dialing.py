"""Dialling by a click: the exchange rings a colleague, then the customer. A call is not a message: it is noted when it was made."""

from dataclasses import replace

from django.conf import settings
from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, Permission
from encaisse.messages import queries
from encaisse.messages.actions.channels import SERVER_TROUBLE, by, sealed_or_none, with_kept_secret
from encaisse.messages.actions.wire import attempted
from encaisse.messages.models import Dialer, DialExtension
from encaisse.messages.queries.dialing import DIALER
from encaisse.messages.rules import Attempt, Outcome
from encaisse.messages.rules.dialing import NoDialer, check_extension
from encaisse.messages.rules.gateways import DIAL_PLACES, Call, check_call, request_of


@transaction.atomic
def save_dialer(actor: Actor, call: Call) -> None:
    """Say how the exchange is asked to dial."""
    actor.must(Permission.INTEGRATION_MANAGE)
    whole = with_kept_secret(replace(call), queries.dialer(actor))
    check_call(whole, places=DIAL_PLACES, wanted=("from", "to"))
    sealed = sealed_or_none(whole.secret, DIALER)
    Dialer.objects.update_or_create(only=True, defaults={
        "url": whole.url, "method": whole.method, "headers": whole.headers, "body_kind": whole.body_kind.value, "body": whole.body,
        "error_path": whole.error_path, "secret_cipher": sealed.cipher if sealed else None, "key_no": sealed.key_no if sealed else 0,
    } | by(actor))  # fmt: skip
    write_audit(actor, did="messages.dialer", subject_kind="dialer", subject_id=None)


@transaction.atomic
def remove_dialer(actor: Actor) -> None:
    actor.must(Permission.INTEGRATION_MANAGE)
    Dialer.objects.filter(only=True).delete()
    write_audit(actor, did="messages.dialer_removed", subject_kind="dialer", subject_id=None)


@transaction.atomic
def set_own_extension(actor: Actor, extension: str) -> None:
    """Say which telephone the exchange rings for oneself; empty: none, a click opens a tel: link."""
    written, user_id = extension.strip(), actor.user_id or 0
    if written:
        check_extension(written)
        DialExtension.objects.update_or_create(user_id=user_id, defaults={"extension": written})
    else:
        DialExtension.objects.filter(user_id=user_id).delete()
    write_audit(actor, did="messages.extension", subject_kind="user", subject_id=actor.user_id)


def dial(actor: Actor, number: str) -> Attempt:
    """Ask the exchange to ring one's own telephone, then a number. Outside production nobody is rung."""
    actor.must(Permission.ACTION_CREATE)
    call, extension = queries.dialer(actor), queries.own_extension(actor)
    if call is None or not extension:
        raise NoDialer
    if settings.OUTBOUND != "live":
        return Attempt(Outcome.TRAPPED)
    attempt = attempted(request_of(call, {"from": extension, "to": number}), call)
    rows = Dialer.objects.filter(only=True)
    if attempt.outcome in SERVER_TROUBLE:
        rows.update(last_error=attempt.detail, last_error_at=now())
    elif attempt.outcome is Outcome.ACCEPTED:
        rows.update(last_ok_at=now())
    return attempt
