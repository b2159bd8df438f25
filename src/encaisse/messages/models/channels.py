from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from encaisse.messages.rules.gateways import Adapter, Body
from encaisse.messages.rules.servers import Security, SignIn


class Connection(models.Model):
    """What every way out remembers: who set it up, when it last worked, and what it last answered instead."""

    saved_at = models.DateTimeField()
    saved_by = models.BigIntegerField(null=True)
    saved_by_name = models.CharField(max_length=120, blank=True)
    last_ok_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    last_error_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class HttpCall(models.Model):
    """The shape of a request to somebody's server; its secret is sealed."""

    url = models.TextField(blank=True)
    method = models.CharField(max_length=8, default="POST")
    headers = models.TextField(blank=True)
    body_kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Body], default=Body.JSON.value)
    body = models.TextField(blank=True)
    id_path = models.CharField(max_length=120, blank=True)
    error_path = models.CharField(max_length=120, blank=True)
    secret_cipher = models.BinaryField(null=True)
    key_no = models.SmallIntegerField(default=0)

    class Meta:
        abstract = True


class SmsGateway(Connection, HttpCall):
    """How the text messages of a creditor leave."""

    creditor_id = models.BigIntegerField(unique=True)
    adapter = models.CharField(max_length=8, choices=[(adapter.value, adapter.value) for adapter in Adapter])
    sender_name = models.CharField(max_length=11)

    class Meta:
        db_table = "messages_sms_gateway"
        constraints = [
            models.CheckConstraint(condition=Q(adapter="console") | ~Q(url=""), name="a_gateway_that_speaks_http_has_an_address")
        ]

    def __str__(self) -> str:
        return f"{self.creditor_id} {self.adapter}"


class MailServer(Connection):
    """The mail server of a creditor; without a row, the installation's own."""

    creditor_id = models.BigIntegerField(unique=True)
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField()
    security = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Security])
    sign_in = models.CharField(max_length=8, choices=[(each.value, each.value) for each in SignIn])
    user = models.CharField(max_length=254, blank=True)
    secret_cipher = models.BinaryField(null=True)
    token_url = models.TextField(blank=True)
    client_id = models.CharField(max_length=250, blank=True)
    client_secret_cipher = models.BinaryField(null=True)
    scope = models.TextField(blank=True)
    token_cipher = models.BinaryField(null=True)
    token_until = models.DateTimeField(null=True)
    key_no = models.SmallIntegerField(default=0)
    bounce_address = models.CharField(max_length=254, blank=True)
    dkim_selectors = models.CharField(max_length=250, blank=True)

    class Meta:
        db_table = "messages_mail_server"
        constraints = [
            models.CheckConstraint(condition=Q(port__gte=1, port__lte=65535), name="a_mail_server_has_a_port"),
            models.CheckConstraint(condition=~Q(sign_in="oauth2") | ~Q(token_url=""), name="a_token_is_asked_somewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.creditor_id} {self.host}:{self.port}"


class SenderIdentity(models.Model):
    """The address a person or a team writes from. It is used once somebody who reads it has said so (`verified_at`)."""

    user_id = models.BigIntegerField(null=True, unique=True)
    team_id = models.BigIntegerField(null=True, unique=True)
    display_name = models.CharField(max_length=120)
    address = models.CharField(max_length=254)
    reply_to = models.CharField(max_length=254, blank=True)
    asked_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messages_sender_identity"
        constraints = [
            models.CheckConstraint(
                condition=Q(user_id__isnull=False, team_id=None) | Q(user_id=None, team_id__isnull=False),
                name="a_sender_is_a_person_or_a_team",
            )
        ]

    def __str__(self) -> str:
        return self.address


class DomainCheck(models.Model):
    """What the name servers said of a domain the last time somebody asked."""

    domain = models.CharField(max_length=253, primary_key=True)
    checked_at = models.DateTimeField()
    checked_by_name = models.CharField(max_length=120, blank=True)
    findings = models.JSONField(default=list)

    class Meta:
        db_table = "messages_domain_check"

    def __str__(self) -> str:
        return self.domain


class Trial(models.Model):
    """A message somebody sent to themselves to see it arrive. It is no contact, and belongs to no customer."""

    creditor_id = models.BigIntegerField()
    channel = models.CharField(max_length=20)
    recipient = models.CharField(max_length=254, blank=True)
    outcome = models.CharField(max_length=12)
    detail = models.TextField(blank=True)
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "messages_trial"
        indexes = [models.Index(fields=["creditor_id", "-made_at"], name="trials_by_creditor")]

    def __str__(self) -> str:
        return f"{self.creditor_id} {self.channel} {self.outcome}"


class Dialer(Connection, HttpCall):
    """The telephone exchange that rings a colleague, then calls the customer: one for the organisation."""

    only = models.BooleanField(primary_key=True, default=True)

    class Meta:
        db_table = "messages_dialer"
        constraints = [models.CheckConstraint(condition=Q(only=True), name="there_is_one_telephone_exchange")]

    def __str__(self) -> str:
        return self.url


class DialExtension(models.Model):
    """The telephone of a colleague, as the exchange knows it."""

    user_id = models.BigIntegerField(primary_key=True)
    extension = models.CharField(max_length=32)

    class Meta:
        db_table = "messages_dial_extension"

    def __str__(self) -> str:
        return self.extension
