"""OAuth2: a fresh token from a refresh token, kept sealed until it runs out."""

import json
from dataclasses import replace
from datetime import timedelta

from django.db import transaction

from encaisse.db.clock import now
from encaisse.db.columns import seal
from encaisse.kit.actor import Actor
from encaisse.messages.actions.wire import exchange
from encaisse.messages.models import Mailbox, MailServer
from encaisse.messages.queries.boxes import PASSWORD
from encaisse.messages.queries.channels import MAIL_SERVER
from encaisse.messages.rules import Attempt
from encaisse.messages.rules.gateways import Body, Call, found_at, request_of
from encaisse.messages.rules.mailboxes import Key, MailboxSettings, NoTokenGiven, TokenAddressSilent, as_server
from encaisse.messages.rules.servers import OAuth2, Server, SignIn, is_fresh

A_WHILE = 3600
OK = 200


class TokenRefused(Exception):  # noqa: N818 - what the other side answered
    """The token endpoint gave no token: nothing has left, and the message waits."""


class TokensOutOfReach(TokenRefused):
    """The token endpoint does not answer."""


def with_token(actor: Actor, server: Server) -> Server:
    """Return the server with a token that is good for a while; the one kept, or a new one."""
    if server.sign_in is not SignIn.OAUTH2 or server.oauth2 is None or is_fresh(server, now()):
        return server
    fresh = renewed(server, server.oauth2)
    keep_token(actor, fresh)
    return fresh


def renewed(server: Server, client: OAuth2) -> Server:
    """Return the server with a new token, and the refresh token that came with it."""
    told = asked(server, client)
    return replace(
        server,
        token=told["access_token"],
        token_until=now() + timedelta(seconds=int(float(told.get("expires_in") or A_WHILE))),
        secret=told.get("refresh_token") or server.secret,
    )


def asked(server: Server, client: OAuth2) -> dict[str, str]:
    """Ask the token endpoint, once."""
    body = "grant_type=refresh_token&refresh_token={refresh}&client_id={client}"
    body += "&client_secret={secret}" if client.client_secret else ""
    body += "&scope={scope}" if client.scope else ""
    values = {"refresh": server.secret, "client": client.client_id, "scope": client.scope}
    answer = exchange(request_of(Call(client.token_url, body_kind=Body.FORM, body=body, secret=client.client_secret), values))
    if isinstance(answer, Attempt):
        raise TokensOutOfReach(f"{client.token_url}: {answer.detail}")
    try:
        told = json.loads(answer.content)
    except ValueError:
        told = {}
    if answer.code != OK or not isinstance(told, dict) or not told.get("access_token"):
        why = found_at(told, "error_description") or found_at(told, "error")
        raise TokenRefused(f"{client.token_url}: HTTP {answer.code} {why}".strip())
    return {name: str(value) for name, value in told.items() if value is not None}


@transaction.atomic
def keep_token(actor: Actor, server: Server) -> None:  # noqa: ARG001 - of the creditor whose message is being sent
    """Keep the token, and the refresh token where the other side changed it."""
    if server.creditor_id is None:
        return
    token, secret = seal(server.token, purpose=MAIL_SERVER), seal(server.secret, purpose=MAIL_SERVER)
    row = MailServer.objects.select_for_update().get(creditor_id=server.creditor_id)
    row.token_cipher, row.secret_cipher, row.token_until = token.cipher, secret.cipher, server.token_until
    if row.client_secret_cipher and row.key_no != token.key_no and server.oauth2:
        row.client_secret_cipher = seal(server.oauth2.client_secret, purpose=MAIL_SERVER).cipher
    row.key_no = token.key_no
    row.save(update_fields=["token_cipher", "secret_cipher", "token_until", "client_secret_cipher", "key_no"])


def key_with_token(settings: MailboxSettings, key: Key, *, mailbox_id: int | None = None, is_turned_down: bool = False) -> Key:
    """Return what opens a mailbox, with a token that is good for a while; of a mailbox already set up, what is new is kept sealed.

    A token that the mail server turned down is renewed whatever its day.
    """
    if settings.sign_in is not SignIn.OAUTH2:
        return key
    server = as_server(settings, key)
    if is_fresh(server, now()) and not is_turned_down:
        return key
    assert server.oauth2 is not None  # noqa: S101 - made so
    try:
        fresh = renewed(server, server.oauth2)
    except TokensOutOfReach as fault:
        raise TokenAddressSilent(url=settings.token_url, detail=str(fault)[:200]) from fault
    except TokenRefused as fault:
        raise NoTokenGiven(detail=str(fault)[:200]) from fault
    new = replace(key, secret=fresh.secret, token=fresh.token, token_until=fresh.token_until)
    if mailbox_id is not None:
        keep_key(mailbox_id, new)
    return new


@transaction.atomic
def keep_key(mailbox_id: int, key: Key) -> None:
    """Seal what opens a mailbox, all of it with the key of today."""
    row = Mailbox.objects.select_for_update().get(pk=mailbox_id)
    secret = seal(key.secret, purpose=PASSWORD)
    row.password_cipher, row.key_no, row.token_until = secret.cipher, secret.key_no, key.token_until
    row.client_secret_cipher = seal(key.client_secret, purpose=PASSWORD).cipher if key.client_secret else None
    row.token_cipher = seal(key.token, purpose=PASSWORD).cipher if key.token else None
    row.save(update_fields=["password_cipher", "key_no", "client_secret_cipher", "token_cipher", "token_until"])
