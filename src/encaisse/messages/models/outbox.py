from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from encaisse.files.models import Blob
from encaisse.messages.rules import Channel, MessageState, Outcome


def choices(words: type[Channel | MessageState | Outcome]) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class PrintBatch(models.Model):
    """Letters bound in one file to print together."""

    creditor_id = models.BigIntegerField(null=True)
    sha256 = models.ForeignKey(Blob, on_delete=models.PROTECT, db_column="sha256", related_name="+")
    letter_count = models.PositiveIntegerField()
    printed_at = models.DateTimeField()
    printed_by = models.BigIntegerField(null=True)
    printed_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "messages_print_batch"

    def __str__(self) -> str:
        return f"{self.pk} ({self.letter_count})"


class Message(models.Model):
    """One frozen message to one customer. For a letter: ready = to print, sending = printed, sent = posted."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    party_id = models.BigIntegerField()
    channel = models.CharField(max_length=20, choices=choices(Channel))
    recipient = models.TextField()
    address_digest = models.BinaryField(max_length=32)
    sender = models.CharField(max_length=254, blank=True)
    idempotency_key = models.CharField(max_length=200)
    rendered = models.ForeignKey(Blob, on_delete=models.PROTECT, db_column="rendered_sha256", related_name="+", db_index=False)
    subject = models.TextField(blank=True)
    template_code = models.CharField(max_length=40, blank=True)
    template_language = models.CharField(max_length=2, blank=True)
    template_version = models.PositiveIntegerField(default=0)
    dated_on = models.DateField()
    state = models.CharField(max_length=12, choices=choices(MessageState), default=MessageState.READY.value)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField(null=True)
    is_contact = models.BooleanField(default=True)
    legal = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)
    was_trapped = models.BooleanField(default=False)
    provider_id = models.CharField(max_length=250, blank=True)
    detail = models.TextField(blank=True)
    batch = models.ForeignKey(PrintBatch, on_delete=models.PROTECT, null=True, related_name="letters")
    queued_at = models.DateTimeField(db_default=Now())
    queued_by = models.BigIntegerField(null=True)
    mail_id = models.CharField(max_length=254, blank=True, db_default="")  # its Message-ID: what answers name
    reply_token = models.CharField(max_length=32, blank=True, db_default="")  # the mark of the address that answers it
    return_path = models.CharField(max_length=254, blank=True, db_default="")  # where it comes back to when it does not arrive
    bounced_at = models.DateTimeField(null=True)
    bounce_kind = models.CharField(max_length=4, blank=True, db_default="")
    bounce_detail = models.CharField(max_length=400, blank=True, db_default="")

    class Meta:
        db_table = "messages_message"
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "idempotency_key"], name="a_message_is_queued_once"),
            models.UniqueConstraint(fields=["customer_id", "id"], name="messages_by_customer"),
            models.UniqueConstraint(fields=["reply_token"], condition=~Q(reply_token=""), name="a_reply_address_names_one_message"),
            models.CheckConstraint(condition=Q(bounced_at=None) | ~Q(bounce_kind=""), name="a_bounced_message_says_how_badly"),
            models.CheckConstraint(
                condition=Q(state="ready", claimed_at=None) | Q(state="withdrawn") | Q(claimed_at__isnull=False),
                name="a_message_on_its_way_was_claimed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ready", "sending", "unknown"], settled_at=None)
                | Q(state__in=["sent", "failed", "withdrawn"], settled_at__isnull=False),
                name="a_settled_message_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["not_before", "id"], name="messages_ready", condition=Q(state="ready")),
            models.Index(fields=["claimed_at"], name="messages_on_their_way", condition=Q(state="sending")),
            models.Index(fields=["settled_at"], name="messages_by_settling"),
            models.Index(fields=["creditor_id", "-queued_at"], name="messages_by_queueing"),
            models.Index(fields=["mail_id"], name="messages_by_mail_id", condition=~Q(mail_id="")),
            models.Index(fields=["address_digest", "-id"], name="messages_by_address", condition=Q(channel="email")),
            models.Index(fields=["bounced_at"], name="messages_that_came_back", condition=Q(bounced_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.channel} {self.state}"


class Attempt(models.Model):
    """One attempt to deliver; one that never ended is a process that died on the way."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="tries")
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=choices(Outcome), default=Outcome.STARTED.value)
    detail = models.TextField(blank=True)

    class Meta:
        db_table = "messages_attempt"

    def __str__(self) -> str:
        return f"{self.message_id} {self.outcome}"


class Attachment(models.Model):
    """A file sent beside a message (it is also inside the frozen bytes of an e-mail)."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attachments")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, db_column="sha256", related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "messages_attachment"
        constraints = [models.UniqueConstraint(fields=["message", "position"], name="attachments_stand_in_order")]

    def __str__(self) -> str:
        return self.name


class Switch(models.Model):
    """Sending stopped, for everything or one creditor, until someone resumes it."""

    creditor_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=250)
    stopped_at = models.DateTimeField(db_default=Now())
    stopped_by_name = models.CharField(max_length=120, blank=True)
    resumed_at = models.DateTimeField(null=True)
    resumed_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "messages_switch"
        constraints = [
            models.UniqueConstraint(
                fields=["creditor_id"], condition=Q(resumed_at=None), nulls_distinct=False, name="sending_is_stopped_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.reason


class Sender(models.Model):
    """How many messages an address sent in its current minute."""

    address = models.CharField(max_length=254, primary_key=True)
    minute_started_at = models.DateTimeField()
    sent_count = models.PositiveIntegerField()

    class Meta:
        db_table = "messages_sender"

    def __str__(self) -> str:
        return self.address
