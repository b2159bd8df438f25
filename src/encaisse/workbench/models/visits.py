from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from encaisse.dunning.rules.visits import VisitResult
from encaisse.workbench.rules.visits import Means


class Visit(models.Model):
    """A visit as its visitor told it, planned or not, with what came of it. Never edited."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    action_id = models.BigIntegerField(null=True)  # the planned visit, when there was one
    result = models.CharField(max_length=16, choices=[(result.value, result.value) for result in VisitResult])
    met = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    comment = models.TextField(blank=True)
    paid_amount = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    paid_currency = models.CharField(max_length=3, blank=True)
    paid_by = models.CharField(max_length=12, blank=True, choices=[(means.value, means.value) for means in Means])
    promise_id = models.BigIntegerField(null=True)
    dispute_id = models.BigIntegerField(null=True)
    visited_on = models.DateField()
    noted_at = models.DateTimeField(db_default=Now())
    noted_by = models.BigIntegerField(null=True)
    noted_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "workbench_visit"
        constraints = [
            models.CheckConstraint(
                condition=~Q(result="paid") | Q(paid_amount__gt=0) & ~Q(paid_by=""), name="a_visit_that_was_paid_says_how_much"
            ),
            models.CheckConstraint(condition=~Q(result="promised") | Q(promise_id__isnull=False), name="a_promise_of_a_visit_is_kept"),
            models.CheckConstraint(condition=~Q(result="disputed") | Q(dispute_id__isnull=False), name="a_dispute_of_a_visit_is_kept"),
        ]
        indexes = [models.Index(fields=["customer_id", "-noted_at"], name="visits_by_customer")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.result}"
