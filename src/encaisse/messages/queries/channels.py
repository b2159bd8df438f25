"""The ways out of each creditor: its mail server, its SMS gateway, and how they do."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from encaisse.creditors import queries as creditors
from encaisse.db.columns import unseal
from encaisse.kit.actor import Actor, Mode, Permission
from encaisse.messages.models import MailServer, SmsGateway
from encaisse.messages.models.channels import Connection, HttpCall
from encaisse.messages.rules.gateways import Adapter, Body, Call, Gateway
from encaisse.messages.rules.servers import OAuth2, Security, Server, SignIn

SMS_GATEWAY, MAIL_SERVER = "messages.sms_gateway", "messages.mail_server"


@dataclass(frozen=True, slots=True)
class Health:
    """Who set a way out up, when it last worked, and what it answered instead since."""

    saved_at: datetime
    saved_by_name: str
    last_ok_at: datetime | None
    last_error: str
    last_error_at: datetime | None

    @property
    def is_failing(self) -> bool:
        return bool(self.last_error_at and (self.last_ok_at is None or self.last_error_at > self.last_ok_at))


@dataclass(frozen=True, slots=True)
class GatewayCard:
    """An SMS gateway as a screen shows it: whether it has a secret, never which."""

    gateway: Gateway
    has_secret: bool
    health: Health


@dataclass(frozen=True, slots=True)
class ServerCard:
    """A mail server as a screen shows it: whether it has secrets, never which."""

    server: Server
    has_secret: bool
    has_client_secret: bool
    dkim_selectors: str
    health: Health


def may_look(actor: Actor, creditor_id: int) -> creditors.CreditorCard:
    """Return the creditor whose connections the actor may look at, or refuse."""
    actor.must(Permission.INTEGRATION_MANAGE, mode=Mode.VIEW)
    return creditors.creditor(actor, creditor_id)


def may_connect(actor: Actor, creditor_id: int) -> creditors.CreditorCard:
    """Return the creditor whose connections the actor may change, or refuse."""
    actor.must(Permission.INTEGRATION_MANAGE)
    return creditors.creditor(actor, creditor_id)


def opened(cipher: bytes | memoryview | None, key_no: int, purpose: str) -> str:
    return unseal(bytes(cipher), key_no=key_no, purpose=purpose) if cipher else ""


def call_of(row: HttpCall, purpose: str, *, with_secret: bool) -> Call:
    secret = opened(row.secret_cipher, row.key_no, purpose) if with_secret else ""
    return Call(row.url, row.method, row.headers, Body(row.body_kind), row.body, row.id_path, row.error_path, secret)


def health_of(row: Connection) -> Health:
    return Health(row.saved_at, row.saved_by_name, row.last_ok_at, row.last_error, row.last_error_at)


def sms_gateway(actor: Actor, creditor_id: int) -> Gateway | None:
    """Return the gateway of a creditor with its secret, for whoever hands messages over; no page shows it."""
    creditors.creditor(actor, creditor_id)
    row = SmsGateway.objects.filter(creditor_id=creditor_id).first()
    return Gateway(Adapter(row.adapter), call_of(row, SMS_GATEWAY, with_secret=True), row.sender_name) if row else None


def gateway_card(actor: Actor, creditor_id: int) -> GatewayCard | None:
    may_look(actor, creditor_id)
    row = SmsGateway.objects.filter(creditor_id=creditor_id).first()
    if row is None:
        return None
    gateway = Gateway(Adapter(row.adapter), call_of(row, SMS_GATEWAY, with_secret=False), row.sender_name)
    return GatewayCard(gateway, bool(row.secret_cipher), health_of(row))


def server_of_installation(actor: Actor) -> Server:  # noqa: ARG001 - the environment belongs to no creditor
    """Return the mail server the environment names, used by every creditor that has none of its own."""
    security = Security.TLS if settings.EMAIL_USE_SSL else Security.STARTTLS if settings.EMAIL_USE_TLS else Security.NONE
    sign_in = SignIn.PASSWORD if settings.EMAIL_HOST_USER else SignIn.NONE
    return Server(
        settings.EMAIL_HOST, settings.EMAIL_PORT, security, sign_in, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD,
        timeout=settings.EMAIL_TIMEOUT or 30,
    )  # fmt: skip


def mail_server(actor: Actor, creditor_id: int) -> Server:
    """Return the mail server of a creditor with its secrets, for whoever hands messages over; no page shows them."""
    creditors.creditor(actor, creditor_id)
    row = MailServer.objects.filter(creditor_id=creditor_id).first()
    return server_of(row, with_secrets=True) if row else server_of_installation(actor)


def server_card(actor: Actor, creditor_id: int) -> ServerCard | None:
    may_look(actor, creditor_id)
    row = MailServer.objects.filter(creditor_id=creditor_id).first()
    if row is None:
        return None
    server = server_of(row, with_secrets=False)
    return ServerCard(server, bool(row.secret_cipher), bool(row.client_secret_cipher), row.dkim_selectors, health_of(row))


def server_of(row: MailServer, *, with_secrets: bool) -> Server:
    def secret(cipher: bytes | memoryview | None) -> str:
        return opened(cipher, row.key_no, MAIL_SERVER) if with_secrets else ""

    client = OAuth2(row.token_url, row.client_id, secret(row.client_secret_cipher), row.scope)
    return Server(
        row.host, row.port, Security(row.security), SignIn(row.sign_in), row.user, secret(row.secret_cipher),
        client if row.sign_in == SignIn.OAUTH2 else None, secret(row.token_cipher), row.token_until, row.bounce_address,
        creditor_id=row.creditor_id,
    )  # fmt: skip
