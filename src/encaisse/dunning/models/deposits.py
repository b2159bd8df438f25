"""What became of a text to deposit on a customer's portal, each time a person tried."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from encaisse.dunning.rules.deposits import DepositResult


class Deposit(models.Model):
    """One try at depositing a text on a customer's portal. Never edited: the words stay as they were deposited."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    planned_action_id = models.BigIntegerField()
    portal = models.CharField(max_length=60)
    result = models.CharField(max_length=12, choices=[(each.value, each.value) for each in DepositResult])
    ticket_number = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=32, blank=True)
    comment = models.CharField(max_length=400, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    happened_on = models.DateField()
    noted_by = models.BigIntegerField(null=True)
    noted_by_name = models.CharField(max_length=120, blank=True)
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "dunning_deposit"
        constraints = [
            models.CheckConstraint(condition=~Q(result="deposited") | ~Q(text=""), name="what_was_deposited_is_kept"),
            models.UniqueConstraint(fields=["planned_action_id"], condition=Q(result="deposited"), name="a_text_is_deposited_once"),
        ]
        indexes = [
            models.Index(fields=["customer_id", "-noted_at"], name="deposits_by_customer"),
            models.Index(fields=["ticket_number"], condition=~Q(ticket_number=""), name="deposits_by_ticket"),
        ]

    def __str__(self) -> str:
        return f"{self.planned_action_id} {self.result}"
