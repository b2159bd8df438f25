from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from encaisse.dunning.rules.calls import CallResult


class Call(models.Model):
    """A call as its caller told it, planned or not, with what came of it. Never edited."""

    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    action_id = models.BigIntegerField(null=True)  # the planned call, when there was one
    common_id = models.BigIntegerField(null=True)  # the call it was made with, when one call spoke for several companies
    is_incoming = models.BooleanField(default=False)
    result = models.CharField(max_length=16, choices=[(result.value, result.value) for result in CallResult])
    reason = models.CharField(max_length=40, blank=True)
    comment = models.TextField(blank=True)
    spoke_with = models.CharField(max_length=120, blank=True)
    call_back_at = models.DateTimeField(null=True)
    promise_id = models.BigIntegerField(null=True)
    dispute_id = models.BigIntegerField(null=True)
    seconds = models.IntegerField(null=True)
    called_on = models.DateField()
    called_at = models.DateTimeField(db_default=Now())
    called_by = models.BigIntegerField(null=True)
    called_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "workbench_call"
        constraints = [
            models.CheckConstraint(
                condition=~Q(result="call_back") | Q(call_back_at__isnull=False), name="a_call_to_call_back_names_its_hour"
            ),
            models.CheckConstraint(
                condition=~Q(result="reached") | ~Q(reason="") | Q(promise_id__isnull=False),
                name="a_call_that_reached_has_a_reason_or_a_promise",
            ),
        ]
        indexes = [
            models.Index(fields=["customer_id", "-called_at"], name="calls_by_customer"),
            models.Index(fields=["called_by", "called_on"], name="calls_by_caller_and_day"),
            models.Index(fields=["common_id"], condition=Q(common_id__isnull=False), name="calls_made_with_another"),
            models.Index(
                fields=["call_back_at"], condition=Q(call_back_at__isnull=False, action_id__isnull=True), name="call_backs_agreed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.result}"
