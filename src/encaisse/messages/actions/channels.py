"""The ways out of a creditor, set up; and how they do, written down after each attempt."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.db.clock import now
from encaisse.db.columns import Sealed, seal
from encaisse.kit.actor import Actor
from encaisse.messages import queries
from encaisse.messages.models import FaxGateway, LetterRoute, MailServer, SmsGateway
from encaisse.messages.queries.channels import MAIL_SERVER, SMS_GATEWAY
from encaisse.messages.rules import LETTERS, Attempt, Channel, Outcome
from encaisse.messages.rules.gateways import SMS_PLACES, Adapter, Call, Gateway, check_call
from encaisse.messages.rules.servers import Server, SignIn, check_server
from encaisse.messages.rules.sms import check_sender_name


def by(actor: Actor) -> dict[str, Any]:
    return {"saved_at": now(), "saved_by": actor.user_id, "saved_by_name": actor.name, "last_error": "", "last_error_at": None}


@transaction.atomic
def save_sms_gateway(actor: Actor, creditor_id: int, gateway: Gateway) -> None:
    """Say how the SMS of a creditor leave; without a secret, the one there is stays."""
    queries.may_connect(actor, creditor_id)
    kept = queries.sms_gateway(actor, creditor_id)
    call = with_kept_secret(gateway.call, kept.call if kept else None)
    check_sender_name(gateway.sender_name)
    if gateway.adapter is Adapter.HTTP:
        check_call(call, places=SMS_PLACES, wanted=("to", "text"))
    sealed = sealed_or_none(call.secret, SMS_GATEWAY)
    SmsGateway.objects.update_or_create(creditor_id=creditor_id, defaults={
        "adapter": gateway.adapter.value, "sender_name": gateway.sender_name, "url": call.url, "method": call.method,
        "headers": call.headers, "body_kind": call.body_kind.value, "body": call.body, "id_path": call.id_path,
        "error_path": call.error_path, "secret_cipher": sealed.cipher if sealed else None, "key_no": sealed.key_no if sealed else 0,
    } | by(actor))  # fmt: skip
    tell(actor, "messages.sms_gateway", creditor_id, adapter=gateway.adapter.value, sender_name=gateway.sender_name)


def with_kept_secret(call: Call, kept: Call | None) -> Call:
    """Fill in the secret left empty; never towards another server than it was given for."""
    is_same = kept is not None and urlsplit(kept.url).netloc == urlsplit(call.url).netloc
    return replace(call, secret=kept.secret) if kept and is_same and not call.secret else call


@transaction.atomic
def remove_sms_gateway(actor: Actor, creditor_id: int) -> None:
    """Take the gateway away: SMS are refused from now on."""
    queries.may_connect(actor, creditor_id)
    SmsGateway.objects.filter(creditor_id=creditor_id).delete()
    tell(actor, "messages.sms_gateway_removed", creditor_id)


@transaction.atomic
def save_mail_server(actor: Actor, creditor_id: int, server: Server, *, dkim_selectors: str = "") -> None:
    """Say where the e-mails of a creditor leave from; without secrets, those there are stay, as long as the server is the same."""
    queries.may_connect(actor, creditor_id)
    whole = with_kept_secrets(server, queries.mail_server(actor, creditor_id))
    check_server(whole)
    client = whole.oauth2 if whole.sign_in is SignIn.OAUTH2 else None
    secret = sealed_or_none(whole.secret if whole.sign_in is not SignIn.NONE else "", MAIL_SERVER)
    client_secret = sealed_or_none(client.client_secret if client else "", MAIL_SERVER)
    MailServer.objects.update_or_create(creditor_id=creditor_id, defaults={
        "host": whole.host, "port": whole.port, "security": whole.security.value, "sign_in": whole.sign_in.value, "user": whole.user,
        "secret_cipher": secret.cipher if secret else None, "client_secret_cipher": client_secret.cipher if client_secret else None,
        "key_no": secret.key_no if secret else 0, "token_url": client.token_url if client else "", "token_cipher": None,
        "client_id": client.client_id if client else "", "scope": client.scope if client else "", "token_until": None,
        "bounce_address": whole.bounce_address, "dkim_selectors": dkim_selectors,
    } | by(actor))  # fmt: skip
    tell(actor, "messages.mail_server", creditor_id, host=whole.host, port=whole.port, sign_in=whole.sign_in.value)


def with_kept_secrets(server: Server, kept: Server) -> Server:
    """Fill in the secrets left empty; never towards another server or another token endpoint than they were given for."""
    is_same = kept.creditor_id is not None and (kept.host, kept.sign_in) == (server.host, server.sign_in)
    if not is_same:
        return server
    client = server.oauth2
    if client and kept.oauth2 and kept.oauth2.token_url != client.token_url:
        return server
    if client and kept.oauth2 and not client.client_secret:
        client = replace(client, client_secret=kept.oauth2.client_secret)
    return replace(server, secret=server.secret or kept.secret, oauth2=client)


@transaction.atomic
def remove_mail_server(actor: Actor, creditor_id: int) -> None:
    """Go back to the installation's own mail server."""
    queries.may_connect(actor, creditor_id)
    MailServer.objects.filter(creditor_id=creditor_id).delete()
    tell(actor, "messages.mail_server_removed", creditor_id)


def sealed_or_none(secret: str, purpose: str) -> Sealed | None:
    return seal(secret, purpose=purpose) if secret else None


def tell(actor: Actor, did: str, creditor_id: int | None, **change: Any) -> None:
    write_audit(actor, did=did, subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id, change=change)


WAYS: dict[str, type[LetterRoute | MailServer | SmsGateway | FaxGateway]] = {
    Channel.SMS: SmsGateway, Channel.FAX: FaxGateway, **dict.fromkeys(LETTERS, LetterRoute),
}  # fmt: skip
SERVER_TROUBLE = frozenset({Outcome.PUT_OFF, Outcome.UNREACHABLE, Outcome.UNKNOWN})


def note_health(creditor_id: int, channel: str, attempt: Attempt) -> None:
    """Write down that a way out works, or what it answered instead. One recipient refused is no trouble of the server."""
    way = WAYS.get(channel, MailServer)
    rows = way.objects.filter(creditor_id=creditor_id)
    if attempt.outcome in SERVER_TROUBLE:
        rows.update(last_error=attempt.detail, last_error_at=now())
    elif attempt.outcome is Outcome.ACCEPTED:
        rows.update(last_ok_at=now())
