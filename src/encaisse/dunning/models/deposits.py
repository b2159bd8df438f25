"""What became of a text to deposit on a customer's portal, each time a person tried."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from encaisse.dunning.rules.deposits import DepositResult


class TextToDeposit(models.Model):
    """A text a person wrote for a customer's portal, off the scenario. It waits until somebody deposits it there."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    key = models.CharField(max_length=60, unique=True)
    portal = models.CharField(max_length=60)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField()
    written_on = models.DateField()
    written_by = models.BigIntegerField(null=True)
    written_by_name = models.CharField(max_length=120, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=12, blank=True)

    class Meta:
        db_table = "dunning_text_to_deposit"
        constraints = [
            models.CheckConstraint(condition=Q(ended_at=None, result="") | Q(ended_at__isnull=False) & ~Q(result=""),
                                   name="a_text_that_no_longer_waits_says_why"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["customer_id"], condition=Q(ended_at=None), name="texts_to_deposit")]

    def __str__(self) -> str:
        return f"{self.pk} {self.portal}"


class Deposit(models.Model):
    """One try at depositing a text on a customer's portal, of a step or by hand. Never edited: the words stay as they were deposited."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    planned_action_id = models.BigIntegerField(null=True)
    text_asked = models.ForeignKey(TextToDeposit, on_delete=models.PROTECT, null=True, related_name="tries_made")
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
            models.UniqueConstraint(fields=["text_asked"], condition=Q(result="deposited"), name="a_text_by_hand_is_deposited_once"),
            models.CheckConstraint(
                condition=Q(planned_action_id__isnull=False, text_asked=None) | Q(planned_action_id=None, text_asked__isnull=False),
                name="a_deposit_is_of_a_step_or_by_hand",
            ),
        ]
        indexes = [
            models.Index(fields=["customer_id", "-noted_at"], name="deposits_by_customer"),
            models.Index(fields=["ticket_number"], condition=~Q(ticket_number=""), name="deposits_by_ticket"),
        ]

    def __str__(self) -> str:
        return f"{self.planned_action_id or self.text_asked_id} {self.result}"
