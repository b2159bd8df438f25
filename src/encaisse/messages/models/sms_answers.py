from django.db import models
from django.db.models.functions import Now


class SmsDoor(models.Model):
    """The door at which the gateway of a creditor tells what customers answer. Of its secret only the digest is kept."""

    creditor_id = models.BigIntegerField(unique=True)
    secret_digest = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=120, blank=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "messages_sms_door"

    def __str__(self) -> str:
        return str(self.creditor_id)


class SmsAnswer(models.Model):
    """An SMS a customer sent back; without a customer, nobody is known at that number."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField(null=True)
    identity = models.CharField(max_length=64)
    number = models.CharField(max_length=20)
    text = models.TextField()
    is_stop = models.BooleanField()
    arrived_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "messages_sms_answer"
        constraints = [models.UniqueConstraint(fields=["creditor_id", "identity"], name="an_sms_answer_is_taken_in_once")]
        indexes = [models.Index(fields=["customer_id", "-arrived_at"], name="sms_answers_by_customer")]

    def __str__(self) -> str:
        return f"{self.pk} {self.number}"
