from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from encaisse.files.models import Blob
from encaisse.messages.models.outbox import Message
from encaisse.messages.rules.mailboxes import Fault, Security
from encaisse.messages.rules.replies import BounceKind, Filing, Nature, ReplyKind
from encaisse.messages.rules.servers import SignIn


class Mailbox(models.Model):
    """Where a creditor's replies come. Without a host, a provider's webhook brings them. The password is sealed."""

    creditor_id = models.BigIntegerField(unique=True)
    address = models.CharField(max_length=254)
    host = models.CharField(max_length=253, blank=True)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Security], default=Security.TLS.value)
    user = models.CharField(max_length=254, blank=True)
    password_cipher = models.BinaryField(null=True)
    key_no = models.SmallIntegerField(null=True)
    sign_in = models.CharField(max_length=8, choices=[(each.value, each.value) for each in SignIn], default=SignIn.PASSWORD.value)
    token_url = models.TextField(blank=True)
    client_id = models.CharField(max_length=250, blank=True)
    client_secret_cipher = models.BinaryField(null=True)
    scope = models.TextField(blank=True)
    token_cipher = models.BinaryField(null=True)
    token_until = models.DateTimeField(null=True)
    folder = models.CharField(max_length=120, default="INBOX")
    takes_bounces = models.BooleanField(default=True)
    is_paused = models.BooleanField(default=False)
    read_from_on = models.DateField()
    uid_validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    seen_uid = models.BigIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=16, blank=True, choices=[(each.value, each.value) for each in Fault if each])
    fault_detail = models.CharField(max_length=250, blank=True)
    set_up_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "messages_mailbox"
        constraints = [
            models.CheckConstraint(condition=Q(last_uid__gte=models.F("seen_uid")), name="a_mail_is_kept_before_it_is_marked_seen"),
        ]

    def __str__(self) -> str:
        return self.address


class Incoming(models.Model):
    """A mail that came in, kept byte for byte. Without a customer, nobody could file it yet."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField(null=True)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.SET_NULL, null=True, related_name="mails", db_index=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="answers")
    identity = models.CharField(max_length=64)
    content = models.ForeignKey(Blob, on_delete=models.PROTECT, db_column="sha256", related_name="+", db_index=False)
    size = models.BigIntegerField()
    is_cut = models.BooleanField(default=False)
    nature = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Nature])
    filed_by = models.CharField(max_length=8, blank=True, choices=[(each.value, each.value) for each in Filing if each])
    sender = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=120, blank=True)
    sender_digest = models.BinaryField(max_length=32, null=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    file_count = models.PositiveSmallIntegerField(default=0)
    suggested_kind = models.CharField(max_length=16, blank=True, choices=[(each.value, each.value) for each in ReplyKind])
    suggested_confidence = models.DecimalField(max_digits=3, decimal_places=2, default=0)
    suggested_by = models.CharField(max_length=8, blank=True)
    bounce_kind = models.CharField(max_length=4, blank=True, choices=[(each.value, each.value) for each in BounceKind])
    bounced_recipient = models.CharField(max_length=254, blank=True)
    detail = models.CharField(max_length=400, blank=True)
    arrived_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)
    closed_as = models.CharField(max_length=16, blank=True)
    closed_by = models.BigIntegerField(null=True)
    closed_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "messages_incoming"
        constraints = [
            models.UniqueConstraint(fields=["creditor_id", "identity"], name="a_mail_is_taken_in_once"),
            models.CheckConstraint(condition=Q(closed_at=None) | ~Q(closed_as=""), name="a_closed_mail_says_as_what"),
            models.CheckConstraint(
                condition=Q(customer_id=None, filed_by="") | Q(customer_id__isnull=False) & ~Q(filed_by=""), name="a_filed_mail_says_how"
            ),
        ]
        indexes = [
            models.Index(fields=["customer_id", "-arrived_at"], name="mails_by_customer"),
            models.Index(fields=["customer_id"], name="replies_to_answer", condition=Q(nature="reply", closed_at=None)),
            models.Index(fields=["creditor_id", "-arrived_at"], name="mails_to_file", condition=Q(customer_id=None, closed_at=None)),
            models.Index(fields=["sender_digest", "arrived_at"], name="mails_by_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.nature}"
