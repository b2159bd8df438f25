from django.db import models
from django.db.models.functions import Now

from encaisse.messages.models.outbox import Message
from encaisse.messages.rules.complaints import ComplaintKind


class Complaint(models.Model):
    """A person marked a message of ours as unwanted, or asked for no more: what their provider told, as it told it."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="complaints")
    kind = models.CharField(max_length=12, choices=[(each.value, each.value) for each in ComplaintKind])
    recipient = models.CharField(max_length=254)
    words = models.CharField(max_length=400, blank=True)
    told_by = models.CharField(max_length=60, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "messages_complaint"
        constraints = [models.UniqueConstraint(fields=["message", "kind"], name="a_message_is_complained_of_once")]
        indexes = [models.Index(fields=["customer_id", "-happened_at"], name="complaints_by_customer")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.kind}"
