from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from encaisse.messages.models.outbox import Message


class ContactEvent(models.Model):
    """Each contact with a party, in or out: caps and the minimum gap read this table and no other."""

    creditor_id = models.BigIntegerField()
    party_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    address_digest = models.BinaryField(max_length=32, null=True)
    channel = models.CharField(max_length=20)
    direction = models.CharField(max_length=3, choices=[("in", "in"), ("out", "out")])
    happened_at = models.DateTimeField()
    happened_on = models.DateField()
    result = models.CharField(max_length=20)
    is_contact = models.BooleanField()
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, related_name="contacts")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "messages_contact_event"
        constraints = [
            models.UniqueConstraint(
                fields=["message", "customer_id", "direction", "result"],
                name="a_message_makes_one_contact",
                condition=Q(message__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["customer_id", "happened_at"], name="contact_events_by_customer"),
            models.Index(fields=["party_id", "happened_at"], name="contacts_by_party"),
            models.Index(fields=["address_digest", "happened_at"], name="contacts_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.direction} {self.result}"
