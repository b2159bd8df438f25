from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from encaisse.disputes.rules import Department


class Dispute(models.Model):
    """A contested amount, with the department that can solve it and its deadline. Open until `closed_on`."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    reason = models.CharField(max_length=40)
    department = models.CharField(max_length=24, choices=[(department.value, department.value) for department in Department])
    owner_id = models.BigIntegerField(null=True)
    due_on = models.DateField()
    opened_on = models.DateField()
    opened_by = models.BigIntegerField(null=True)
    answered_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=24, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "disputes_dispute"
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "id"], name="disputes_by_customer"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=models.F("opened_on")), name="a_dispute_closes_after_it_opens"
            ),
        ]
        indexes = [models.Index(fields=["customer_id"], condition=Q(closed_on__isnull=True), name="open_disputes_by_customer")]

    def __str__(self) -> str:
        return f"{self.reason} {self.opened_on}"


class DisputedItem(models.Model):
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="items")
    customer_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    disputed_amount = models.DecimalField(max_digits=18, decimal_places=3)

    class Meta:
        db_table = "disputes_item"
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "dispute", "item_id"], name="a_dispute_names_an_item_once"),
            models.CheckConstraint(condition=Q(disputed_amount__gt=0), name="a_dispute_is_about_a_positive_amount"),
        ]
        indexes = [models.Index(fields=["customer_id", "item_id"], name="disputed_items")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.disputed_amount}"


class DisputeEvent(models.Model):
    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="events")
    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    kind = models.CharField(max_length=24)
    at = models.DateTimeField(db_default=Now())
    by = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120, blank=True)
    body = models.TextField(blank=True)

    class Meta:
        db_table = "disputes_event"
        indexes = [models.Index(fields=["customer_id", "-at"], name="dispute_events_by_customer")]

    def __str__(self) -> str:
        return self.kind
